public import AWS

/// Objects of S3 among the files of a command line.
extension FileList {
  /// Finds the files and objects that paths name, in their order. An `s3://bucket/prefix` stands for all objects whose
  /// keys begin with the prefix, in the order of the keys, without CloudTrail's digest and Insights files.
  ///
  /// - Parameters:
  ///   - paths: Files, folders, `-`, and `s3://` locations.
  ///   - ahead: How many objects are downloaded before they are read, at most.
  ///   - client: Makes the client; it is asked for once, and only when a path is in S3.
  /// - Returns: The list. What cannot be listed is among its problems.
  public static func find(
    _ paths: [String], ahead: Int, client: () async throws(AWSError) -> AWSClient
  ) async -> FileList {
    var result = FileList(paths: [])
    var access: Result<(AWSClient, S3Downloader), InputProblem.Reason>?
    for path in paths {
      guard path.hasPrefix("s3://") else {
        result.append(path: path)
        continue
      }
      guard let location = S3Location(path) else {
        result.append(
          InputProblem(path: path, reason: .unreadable("names no bucket; write s3://BUCKET/PREFIX")))
        continue
      }
      let known: Result<(AWSClient, S3Downloader), InputProblem.Reason>
      if let access {
        known = access
      } else {
        known = await open(client)
        access = known
      }
      switch known {
      case .failure(let reason): result.append(InputProblem(path: path, reason: reason))
      case .success(let (client, downloader)):
        await result.append(location, client, downloader, ahead: ahead)
      }
    }
    return result
  }

  private static func open(
    _ client: () async throws(AWSError) -> AWSClient
  ) async -> Result<(AWSClient, S3Downloader), InputProblem.Reason> {
    do throws(AWSError) {
      let client = try await client()
      do throws(InputProblem.Reason) {
        return .success((client, try S3Downloader(client: client)))
      } catch {
        return .failure(error)
      }
    } catch {
      return .failure(.unreadable("\(error)"))
    }
  }

  private mutating func append(
    _ location: S3Location, _ client: AWSClient, _ downloader: S3Downloader, ahead: Int
  ) async {
    var objects: [S3ObjectReference] = []
    do throws(AWSError) {
      try await client.forEachPage(of: ListObjectsV2(bucket: location.bucket, prefix: location.prefix)) {
        page in
        for object in page.objects {
          let reference = S3ObjectReference(bucket: location.bucket, key: object.key, size: object.size)
          if reference.canHoldEvents { objects.append(reference) }
        }
      }
    } catch {
      append(InputProblem(path: location.description, reason: .unreadable("\(error)")))
    }
    if objects.isEmpty, problems.last?.path != location.description {
      append(InputProblem(path: location.description, reason: .notFound))
    }
    let prefetch = S3Prefetch(downloader: downloader, objects: objects, window: ahead)
    for (number, object) in objects.enumerated() {
      append(Entry(object: object, download: { () throws(InputProblem.Reason) in try prefetch.take(number) }))
    }
  }
}

extension AWSClient {
  /// Lists objects page by page. A listing that does not get further ends with an error.
  func forEachPage(
    of listing: ListObjectsV2, _ body: (ListObjectsV2.Output) -> Void
  ) async throws(AWSError) {
    var listing = listing
    while true {
      let page = try await send(listing)
      body(page)
      guard let token = page.nextContinuationToken else { return }
      guard token != listing.continuationToken else {
        throw AWSError(
          kind: .malformedResponse, service: "S3", operation: "ListObjectsV2", code: "MalformedResponse",
          message: "the listing gives the same page again and again")
      }
      listing.continuationToken = token
    }
  }
}

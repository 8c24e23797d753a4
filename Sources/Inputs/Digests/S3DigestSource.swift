public import AWS
public import CloudTrail
import Events
import OrderedCollections

/// Digests and log files in S3 itself, with the metadata of objects.
public struct S3DigestSource: DigestSource {
  private let client: AWSClient
  private let bucket: String
  private let prefix: String

  /// Folders that lead to digests are nested this deep: `AWSLogs`, an organisation, an account, `CloudTrail-Digest`.
  private static let maximumDepth = 5
  private static let digestFolder = "CloudTrail-Digest/"

  /// A bucket, or a part of it.
  ///
  /// - Parameters:
  ///   - client: The client of AWS.
  ///   - bucket: The bucket of the trail.
  ///   - prefix: The prefix of the trail, or a folder below it; empty for the whole bucket.
  public init(client: AWSClient, bucket: String, prefix: String) {
    self.client = client
    self.bucket = bucket
    self.prefix = prefix.isEmpty || prefix.hasSuffix("/") ? prefix : prefix + "/"
  }

  /// All digests below the prefix.
  public func digests() async throws(DigestSourceError) -> [DigestListing] {
    var found: [DigestListing] = []
    if prefix.contains(Self.digestFolder) {
      try await list(prefix, &found)
    } else {
      try await search(prefix, depth: 0, &found)
    }
    return found
  }

  /// None: all log files of a bucket would have to be listed to find those that no digest lists.
  public func logFiles() -> [ObjectLocation] { [] }

  /// The bytes of an object; nil when there is none.
  public func object(at location: ObjectLocation) async throws(DigestSourceError) -> [UInt8]? {
    do throws(AWSError) {
      return try await client.send(GetObject(bucket: location.bucket, key: location.key)).bytes
    } catch {
      if error.code == "NoSuchKey" { return nil }
      throw Self.failure(error, location.description)
    }
  }

  /// The metadata of a digest, which S3 has of every object.
  public func metadata(of location: ObjectLocation) async throws(DigestSourceError) -> DigestMetadataLookup {
    let head: S3ObjectHead
    do throws(AWSError) {
      head = try await client.send(HeadObject(bucket: location.bucket, key: location.key))
    } catch {
      throw Self.failure(error, location.description)
    }
    do throws(IntegrityReason) {
      return .found(
        try DigestMetadata(JSONObject(uniqueKeysWithValues: head.metadata.map { ($0, .string($1)) })))
    } catch {
      return .invalid(error)
    }
  }

  // MARK: Listing

  /// Looks for the folders of digests without listing log files.
  private func search(
    _ folder: String, depth: Int, _ found: inout [DigestListing]
  ) async throws(DigestSourceError) {
    guard depth < Self.maximumDepth else { return }
    for inner in try await folders(of: folder) {
      let name = inner.dropFirst(folder.count).dropLast()
      if inner.hasSuffix("/" + Self.digestFolder) {
        try await list(inner, &found)
      } else if name == "AWSLogs" || name.hasPrefix("o-") || Self.isAccount(name) {
        try await search(inner, depth: depth + 1, &found)
      }
    }
  }

  private static func isAccount(_ name: Substring) -> Bool {
    name.utf8.count == 12 && name.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private func folders(of folder: String) async throws(DigestSourceError) -> [String] {
    var found: [String] = []
    var request = ListObjectsV2(bucket: bucket, prefix: folder, delimiter: "/")
    repeat {
      let page = try await page(request)
      found += page.commonPrefixes
      request.continuationToken = page.nextContinuationToken
    } while request.continuationToken != nil
    return found
  }

  private func list(_ folder: String, _ found: inout [DigestListing]) async throws(DigestSourceError) {
    var request = ListObjectsV2(bucket: bucket, prefix: folder)
    repeat {
      let page = try await page(request)
      found += page.objects.compactMap { DigestListing(ObjectLocation(bucket: bucket, key: $0.key)) }
      request.continuationToken = page.nextContinuationToken
    } while request.continuationToken != nil
  }

  private func page(_ request: ListObjectsV2) async throws(DigestSourceError) -> ListObjectsV2.Output {
    do throws(AWSError) {
      return try await client.send(request)
    } catch {
      throw Self.failure(error, "s3://\(bucket)/\(request.prefix ?? "")")
    }
  }

  private static func failure(_ error: AWSError, _ place: String) -> DigestSourceError {
    DigestSourceError(place: place, reason: "\(error)")
  }
}

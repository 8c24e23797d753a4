import AWS
import Foundation
import TestSupport
import Testing

@Suite struct S3Tests {
  private func bucket(_ name: String) async throws -> (AWSClient, String) {
    let name = "\(name)-\(UUID().uuidString.lowercased())"
    let client = try await AWSClient.moto()
    try await client.send(CreateBucket(bucket: name))
    return (client, name)
  }

  /// Keys that need every kind of encoding.
  private static let keys = [
    "AWSLogs/123456789012/CloudTrail/us-east-1/2026/03/01/a.json.gz", "a b/ü/東京.json",
    "a+b&c=d;e,f:g@h!i$j'k(l)*",
    "100%/%41", "~x/-_.", "q?x#y", "<&>\"",
  ]

  @Test func objectsOfEveryNameGoAndCome() async throws {
    let (client, bucket) = try await bucket("keys")
    for (index, key) in Self.keys.enumerated() {
      _ = try await client.send(
        PutObject(
          bucket: bucket, key: key, body: Array("text \(index)".utf8), metadata: ["number": "\(index)"]))
    }
    let page = try await client.send(ListObjectsV2(bucket: bucket))
    #expect(page.objects.map(\.key) == Self.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(
      page.nextContinuationToken == nil && page.objects.allSatisfy { $0.size == 6 && $0.lastModified != nil })
    for (index, key) in Self.keys.enumerated() {
      let object = try await client.send(GetObject(bucket: bucket, key: key))
      #expect(object.bytes == Array("text \(index)".utf8) && object.head.metadata == ["number": "\(index)"])
      let head = try await client.send(HeadObject(bucket: bucket, key: key))
      #expect(head.size == 6 && head.eTag == object.head.eTag && head.metadata["number"] == "\(index)")
    }
  }

  @Test func botoReadsWhatIsWritten() async throws {
    let (client, bucket) = try await bucket("boto")
    let written = try await client.send(
      PutObject(
        bucket: bucket, key: "ü x", body: [0, 255, 10], contentType: "application/json",
        contentEncoding: "gzip",
        metadata: ["a": "b  c"]))
    let text = try await MotoServer.shared().boto(
      """
      o = client("s3").get_object(Bucket=sys.argv[1], Key="ü x")
      print(json.dumps([list(o["Body"].read()), o["ContentType"], o["ContentEncoding"], o["Metadata"], o["ETag"]]))
      """, arguments: [bucket])
    #expect(
      text.trimmingCharacters(in: .newlines)
        == #"[[0, 255, 10], "application/json", "gzip", {"a": "b  c"}, "\#(try #require(written.eTag).replacing("\"", with: "\\\""))"]"#
    )
  }

  @Test func listingsGoOnPageByPage() async throws {
    let (client, bucket) = try await bucket("pages")
    let names = (0..<7).map { "p/\($0)" } + ["q/a/1", "q/a/2", "q/b/1"]
    for name in names { _ = try await client.send(PutObject(bucket: bucket, key: name, body: [1])) }
    var keys: [String] = []
    var token: String?
    var pages = 0
    repeat {
      let page = try await client.send(
        ListObjectsV2(bucket: bucket, prefix: "p/", startAfter: "p/1", continuationToken: token, maxKeys: 2))
      keys += page.objects.map(\.key)
      token = page.nextContinuationToken
      pages += 1
    } while token != nil && pages < 10
    #expect(keys == ["p/2", "p/3", "p/4", "p/5", "p/6"] && pages == 3)
    let folders = try await client.send(ListObjectsV2(bucket: bucket, prefix: "q/", delimiter: "/"))
    #expect(folders.objects.isEmpty && folders.commonPrefixes == ["q/a/", "q/b/"])
  }

  @Test func downloadsGoToFilesWithinTheirLimit() async throws {
    let (client, bucket) = try await bucket("files")
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    _ = try await client.send(PutObject(bucket: bucket, key: "big", body: bytes))
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "big").path
    let head = try await client.download(GetObject(bucket: bucket, key: "big"), to: path)
    let written = try SharedData.bytes(URL(filePath: path))
    #expect(head.size == bytes.count && written == bytes)

    let limited = GetObject(bucket: bucket, key: "big", limit: 1_000_000)
    let file = await awsError { try await client.download(limited, to: path) }
    #expect(file?.kind == .tooLarge && !FileManager.default.fileExists(atPath: path))
    #expect(await awsError { try await client.send(limited) }?.kind == .tooLarge)
    let unwritable = folder.url.appending(path: "no/such/folder").path
    #expect(
      await awsError { try await client.download(GetObject(bucket: bucket, key: "big"), to: unwritable) }?
        .kind
        == .file)
  }

  @Test func errorsNameCodeMessageAndRequest() async throws {
    let (client, bucket) = try await bucket("errors")
    let missing = try #require(
      await awsError { try await client.send(GetObject(bucket: bucket, key: "none")) })
    #expect(missing.code == "NoSuchKey" && missing.status == 404 && !missing.isRetryable)
    #expect(missing.service == "S3" && missing.operation == "GetObject" && missing.requestID != nil)
    let head = try #require(await awsError { try await client.send(HeadObject(bucket: bucket, key: "none")) })
    #expect(head.code == "NotFound" && head.status == 404)
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "x").path
    let download = await awsError {
      try await client.download(GetObject(bucket: bucket, key: "none"), to: path)
    }
    #expect(download?.code == "NoSuchKey" && !FileManager.default.fileExists(atPath: path))
    #expect(
      await awsError { try await client.send(ListObjectsV2(bucket: "no-such-\(bucket)")) }?.code
        == "NoSuchBucket")
  }
}

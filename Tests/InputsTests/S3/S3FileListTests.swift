import AWS
import Foundation
import Inputs
import Synchronization
import TestSupport
import Testing

/// `s3://` locations among the paths of a command line, against a moto server.
@Suite struct S3FileListTests {
  @Test(arguments: [
    ("s3://bucket", "bucket", ""), ("s3://bucket/", "bucket", ""),
    ("s3://my.bucket-1/a/b c/ü", "my.bucket-1", "a/b c/ü"),
  ])
  func locations(_ text: String, _ bucket: String, _ prefix: String) throws {
    let location = try #require(S3Location(text))
    #expect(location.bucket == bucket && location.prefix == prefix)
  }

  @Test(arguments: ["s3:/bucket", "s3://", "s3:///key", "s3://a b/c", "bucket/key", "s3://x@y/z"])
  func locationsThatAreNone(_ text: String) { #expect(S3Location(text) == nil) }

  @Test func objectsAreFoundInOrderWithoutDigests() async throws {
    let bucket = try await Bucket("list")
    for (key, event) in [
      ("logs/2.json", "B"), ("logs/1 ü.json", "A"), ("other/x.json", "X"),
      ("logs/AWSLogs/1/CloudTrail-Digest/d.json", "D"), ("logs/AWSLogs/1/CloudTrail-Insight/i.json", "I"),
      ("logs/AWSLogs/1/CloudTrail/e.json", "E"),
    ] {
      try await bucket.put(key, event: event)
    }
    try await bucket.put("logs/", [])
    let folder = try TemporaryFolder()
    let file = try folder.write("local.json", #"{"eventName":"L"}"#)
    let calls = Mutex(0)
    let list = await FileList.find(
      ["s3://\(bucket.name)/logs/", file, "s3://\(bucket.name)/other/x.json"], ahead: 2
    ) {
      () throws(AWSError) in
      calls.withLock { $0 += 1 }
      return bucket.client
    }
    #expect(calls.withLock { $0 } == 1 && list.problems.isEmpty)
    let prefix = "s3://\(bucket.name)/"
    #expect(
      list.entries.map(\.path.text) == [
        "\(prefix)logs/1 ü.json", "\(prefix)logs/2.json", "\(prefix)logs/AWSLogs/1/CloudTrail/e.json", file,
        "\(prefix)other/x.json",
      ])
    let records = await scan(list, threads: 1).records
    #expect(records == ["A", "B", "E", "L", "X"].map { "record \($0)" })
  }

  @Test func objectsThatGoAwayOrAreBadAreNamed() async throws {
    let bucket = try await Bucket("bad")
    for number in 0..<20 { try await bucket.put("k/\(number + 10).json", event: "E\(number)") }
    try await bucket.put("k/30.json.gz", [0x1F, 0x8B, 8, 0, 1, 2, 3])
    let list = await FileList.find(["s3://\(bucket.name)/k/"], ahead: 1) { () throws(AWSError) in
      bucket.client
    }
    #expect(list.entries.count == 21 && list.totalBytes > 1000)
    _ = try await MotoServer.shared().boto(
      #"client("s3").delete_object(Bucket=sys.argv[1], Key="k/15.json")"#, arguments: [bucket.name])
    let (records, reports) = await scan(list, threads: 3)
    #expect(Set(records) == Set((0..<20).filter { $0 != 5 }.map { "record E\($0)" }))
    let problems = reports.flatMap(\.problems)
    #expect(problems.map(\.path) == ["s3://\(bucket.name)/k/15.json", "s3://\(bucket.name)/k/30.json.gz"])
    #expect(problems.first?.description.contains("NoSuchKey") == true)
  }

  @Test func whatCannotBeListedIsNamed() async throws {
    let client = try await Bucket.client()
    let nothing = try await Bucket("nothing")
    let paths = ["s3://no-such-bucket-at-all/x", "s3://", "s3://\(nothing.name)/none/"]
    let list = await FileList.find(paths, ahead: 1) { () throws(AWSError) in client }
    #expect(list.entries.isEmpty && list.problems.map(\.path) == paths)
    #expect(list.problems[0].description.contains("NoSuchBucket"))
    #expect(list.problems[2].reason == .notFound)
    let without = await FileList.find(["s3://bucket/x"], ahead: 1) { () throws(AWSError) in
      throw AWSError(kind: .configuration, service: "S3", operation: "x", code: "NoRegion", message: "none")
    }
    #expect(without.problems.map(\.path) == ["s3://bucket/x"])
  }

  /// Scans on threads of its own, as a program does: reading an object blocks its thread.
  private func scan(_ list: FileList, threads: Int) async -> (records: [String], reports: [FileReport]) {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        let records = Mutex<[String]>([])
        let reports = FileScan(list: list, threads: threads).run(
          makeHandler: { Collector() },
          finish: { collector in
            let found = collector.records
            records.withLock { $0 += found }
          }, tick: { _ in true })
        continuation.resume(returning: (records.withLock { $0 }, reports))
      }
    }
  }
}

import AWS
import Events
import Foundation
import TestSupport
import Testing

@testable import Inputs

@Suite struct S3ListingTests {
  private static func key(
    _ account: String, _ region: String, _ stamp: String, _ random: String, root: String = ""
  ) -> String {
    let day = "\(stamp.prefix(4))/\(stamp.dropFirst(4).prefix(2))/\(stamp.dropFirst(6).prefix(2))"
    return
      "\(root)AWSLogs/\(account)/CloudTrail/\(region)/\(day)/\(account.suffix(12))_CloudTrail_\(region)_\(stamp)_\(random).json"
  }

  private func listing(_ bucket: Bucket, _ store: RecordingSink, prefix: String = "") throws -> S3Listing {
    var options = S3Listing.Options(since: try #require(Timestamp("2026-03-01T00:00:00Z")))
    options.objectsPerBatch = 2
    return try S3Listing(
      location: S3Location(bucket: bucket.name, prefix: prefix), client: bucket.client, checkpoints: store,
      options: options)
  }

  @Test func foldersOfAccountsAndOrganisationsAreFound() async throws {
    let bucket = try await Bucket("folders")
    let keys = [
      Self.key("111111111111", "us-east-1", "20260301T0005Z", "a", root: "pre/"),
      Self.key("111111111111", "eu-west-1", "20260301T0005Z", "a", root: "pre/"),
      Self.key("o-abc/222222222222", "us-east-1", "20260301T0005Z", "a", root: "pre/"),
      "pre/AWSLogs/111111111111/CloudTrail-Digest/us-east-1/x", "pre/AWSLogs/111111111111/Config/us-east-1/x",
      "pre/AWSLogs/notes/x",
    ]
    for key in keys { try await bucket.put(key, event: "E") }
    for prefix in ["pre", "pre/", "pre/AWSLogs/"] {
      let folders = try await listing(bucket, RecordingSink(), prefix: prefix).folders()
      #expect(
        Set(folders.map(\.prefix)) == [
          "pre/AWSLogs/111111111111/CloudTrail/us-east-1/", "pre/AWSLogs/111111111111/CloudTrail/eu-west-1/",
          "pre/AWSLogs/o-abc/222222222222/CloudTrail/us-east-1/",
        ])
    }
  }

  @Test func everyFileIsReadOnceAlsoLateOnesAndAfterARestart() async throws {
    let bucket = try await Bucket("rounds")
    func put(_ stamp: String, _ random: String) async throws {
      try await bucket.put(Self.key("111111111111", "us-east-1", stamp, random), event: "\(stamp)\(random)")
    }
    try await put("20260228T2355Z", "old")
    for minute in ["00", "05", "10"] { try await put("20260301T12\(minute)Z", "a") }
    let store = RecordingSink()
    let first = try listing(bucket, store)
    #expect(try await first.round(store) == 3)
    #expect(store.state.records == ["00", "05", "10"].map { "record 20260301T12\($0)Za" })
    #expect(try await first.round(store) == 0)

    // Late by name, next day, and the same minute again.
    try await put("20260301T0905Z", "late")
    try await put("20260302T0000Z", "b")
    try await put("20260301T1210Z", "c")
    #expect(try await first.round(store) == 3)
    #expect(
      Set(store.state.records.suffix(3)) == [
        "record 20260301T0905Zlate", "record 20260302T0000Zb", "record 20260301T1210Zc",
      ])

    // Another run goes on where the store says.
    try await put("20260302T0005Z", "d")
    let second = try listing(bucket, store)
    #expect(try await second.round(store) == 1)
    #expect(store.state.records.last == "record 20260302T0005Zd" && store.state.records.count == 7)
  }

  @Test func withoutCommitFilesComeAgain() async throws {
    let bucket = try await Bucket("uncommitted")
    for number in 0..<3 {
      try await bucket.put(
        Self.key("111111111111", "us-east-1", "20260301T120\(number)Z", "a"), event: "E\(number)")
    }
    let crashing = RecordingSink { _ in throw RecordingSink.Crash() }
    let store = RecordingSink()
    let input = try listing(bucket, store)
    await #expect(throws: RecordingSink.Crash.self) { try await input.round(crashing) }
    #expect(try await input.round(store) == 3)
    #expect(store.state.records.count == 3)
  }

  @Test func objectsThatCannotBeReadComeAgainAndAreSetAsideInTheEnd() async throws {
    let bucket = try await Bucket("unreadable")
    for number in 0..<2 {
      try await bucket.put(
        Self.key("111111111111", "us-east-1", "20260301T120\(number)Z", "a"), event: "E\(number)")
    }
    // An object in the archive is listed but cannot be read.
    _ = try await MotoServer.shared().boto(
      #"client("s3").copy_object(Bucket=sys.argv[1], Key=sys.argv[2], CopySource={"Bucket": sys.argv[1], "Key": sys.argv[2]}, StorageClass="GLACIER", MetadataDirective="REPLACE")"#,
      arguments: [bucket.name, Self.key("111111111111", "us-east-1", "20260301T1200Z", "a")])
    let store = RecordingSink()
    let input = try listing(bucket, store)
    for _ in 0..<5 { try await input.round(store) }
    #expect(store.state.records == ["record E1"])
    #expect(
      store.state.setAside.map { $0.reason.contains("InvalidObjectState") } == [true],
      "\(store.state.setAside)")
    #expect(try await input.round(store) == 0)
  }

  @Test(arguments: [
    ("20260301T0005Z", "20260228T1805Z"), ("20260301T1200Z", "20260301T0600Z"), ("nonsense", "nonsense"),
  ])
  func bookmarksLookBack(_ stamp: String, _ earlier: String) { #expect(S3Bookmark.earlier(stamp) == earlier) }

  @Test func bookmarksStaySmall() throws {
    let folder = CloudTrailFolder(
      bucket: "b", parent: "AWSLogs/", account: "111111111111", region: "us-east-1")
    let now = try #require(Timestamp("2026-03-02T00:00:00Z"))
    var bookmark = S3Bookmark(newest: "20260301T0000Z")
    for hour in 0..<24 {
      let stamp = "20260301T\(hour < 10 ? "0" : "")\(hour)00Z"
      bookmark.note(Self.key("111111111111", "us-east-1", stamp, "x"), stamp: stamp, now: now, in: folder)
      bookmark.prune()
    }
    let strange = Self.key("111111111111", "us-east-1", "20990301T0000Z", "x")
    bookmark.note(strange, stamp: "20990301T0000Z", now: now, in: folder)
    bookmark.prune()
    #expect(bookmark.hasRead(strange, in: folder))
    #expect(bookmark.newest == "20260301T2300Z" && bookmark.read.count == 8)
    #expect(S3Bookmark(text: bookmark.text) == bookmark && S3Bookmark(text: "{}") == nil)
  }
}

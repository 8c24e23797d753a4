import Events
import Foundation
import OrderedCollections
import Storage
import TestSupport
import Testing

/// Alerts that say whether the log files of their events are what CloudTrail delivered.
@Suite struct IntegrityCommandTests {
  private let program = CommandLineTests()

  /// A copy of a bucket with digests: a recorder is stopped twice, a trail and a detector once, each in a file of its own.
  private struct Copy {
    let folder: TemporaryFolder
    let keys: String
    var path: String { folder.url.appending(path: "mirror").path }

    init(_ change: (inout DigestChain) -> Void = { _ in }) throws {
      let records = SampleRecords.make(18)
      var options = DigestChain.Options()
      options.records = [1: [records[0]], 2: [records[12]], 4: [records[5]], 5: [records[17]]]
      var chain = DigestChain(options)
      change(&chain)
      folder = try TemporaryFolder()
      try chain.save(in: folder, metadata: .newest, below: "mirror/")
      keys = try folder.write("keys.json", SigningKey.list([.first]))
    }

    /// Somebody changes a file, removes one from the lists of digests, and puts one there that was never delivered.
    static func damaged() throws -> Copy {
      try Copy { chain in
        let records = SampleRecords.make(18)
        chain.objects[chain.logs[2][0]] = Gzip.compress(
          Array("{\"Records\":[\(records[12].replacing("user/ada", with: "user/eve"))]}".utf8))
        chain.objects[chain.logs[5][0].replacing("log0", with: "extra")] = chain.objects[chain.logs[5][0]]
        chain.objects[chain.logs[5][0]] = nil
      }
    }
  }

  private func alerts(_ arguments: [String]) throws -> (status: Int32, alerts: [JSON], errors: String) {
    let result = try program.run(["scan", "--output", "ndjson", "-q"] + arguments)
    return (result.status, try result.lines.map { try JSONReader.read(String($0)) }, result.errors)
  }

  private func states(_ alerts: [JSON]) -> [String: String] {
    Dictionary(
      alerts.map {
        (
          $0["kibana.alert.ancestors"]?.array?.first?["id"]?.string?.split(separator: "-").last.map(
            String.init) ?? "",
          $0[path: "nightjar.integrity.state"]?.string ?? "none"
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  @Test func aCompleteCopyProvesItsAlerts() throws {
    let copy = try Copy()
    let found = try alerts([copy.path, "--verify", copy.path, "--public-keys", copy.keys])
    #expect(found.status == 0, "\(found.errors)")
    #expect(states(found.alerts) == ["0": "valid", "12": "valid", "5": "valid", "17": "valid"])
    let integrity = try #require(found.alerts.first?[path: "nightjar.integrity"])
    #expect(integrity["digest"]?.string?.contains("CloudTrail-Digest") == true)
    #expect(integrity["file"]?.string?.hasSuffix("log0.json.gz") == true && integrity["fingerprint"] != nil)
    // Without being asked nothing is said.
    #expect(try alerts([copy.path]).alerts.allSatisfy { $0["nightjar"] == nil })
  }

  @Test func whatIsDamagedIsSaidOfItsAlerts() throws {
    let copy = try Copy.damaged()
    let found = try alerts([copy.path, "--verify", copy.path, "--public-keys", copy.keys])
    #expect(found.status == 4, "\(found.errors)")
    #expect(states(found.alerts) == ["0": "valid", "12": "invalid", "5": "valid", "17": "unverified"])
    let changed = try #require(found.alerts.first { $0[path: "nightjar.integrity.state"] == "invalid" })
    #expect(changed[path: "nightjar.integrity.reason"] == "hash value does not match")
    let unproved = try alerts([copy.path, "--verify", copy.path])
    #expect(states(unproved.alerts).values.filter { $0 == "valid" }.isEmpty)
  }

  /// An alert of several events is worth no more than the worst of their files.
  @Test func theWorstFileCounts() throws {
    let copy = try Copy.damaged()
    let rule = try copy.folder.write(
      "many.toml",
      """
      [rule]
      author = ["A"]
      description = "d"
      name = "Many"
      risk_score = 47
      rule_id = "many"
      severity = "medium"
      type = "threshold"
      language = "kuery"
      query = "event.provider: *"
      threshold = { field = ["cloud.account.id"], value = 3 }
      """)
    let arguments = [
      copy.path, "--no-builtin", "-r", rule, "--verify", copy.path, "--public-keys", copy.keys,
    ]
    let found = try alerts(arguments).alerts
    #expect(found.count == 1 && found[0][path: "nightjar.integrity.state"] == "invalid")
    #expect(found.first?["kibana.alert.ancestors"]?.array?.count == 4)
  }

  @Test func investigationsSayIt() throws {
    let copy = try Copy.damaged()
    let arguments = [
      "scan", copy.path, "--output", "ndjson", "-q", "--verify", copy.path, "--public-keys", copy.keys,
    ]
    let file = try copy.folder.write("alerts.ndjson", try program.run(arguments).output)
    let found = try alerts([copy.path, "--verify", copy.path, "--public-keys", copy.keys]).alerts
    #expect(found.count == 4)
    for alert in found {
      let uuid = try #require(alert["kibana.alert.uuid"]?.string)
      let report = try program.run(["investigate", uuid, "--events", copy.path, "--alerts", file]).output
      switch alert[path: "nightjar.integrity.state"]?.string {
      case "valid": #expect(report.contains("The log file of the event is proved by a digest of CloudTrail."))
      case "invalid":
        #expect(report.contains("is not what CloudTrail delivered: hash value does not match."))
      default: #expect(report.contains("No digest proves the log file of the event: no digest lists it"))
      }
    }
  }

  /// The store does not know files: their events are looked for when digests are verified.
  @Test func alertsOfAServerSayItAfterVerification() throws {
    let copy = try Copy.damaged()
    let data = copy.folder.url.appending(path: "data")
    let store = try Store(folder: data)
    for alert in try alerts([copy.path]).alerts {
      let draft = try AlertDraft(document: alert.object ?? [:])
      _ = try store.write { try $0.insertAlert(draft) }
    }
    let arguments = ["verify", copy.path, "--public-keys", copy.keys, "--data", data.path]
    let result = try program.run(arguments)
    #expect(result.status == 4)
    #expect(
      result.errors.contains("alerts that say so now: 1 invalid, 1 unverified, 2 valid"), "\(result.errors)")
    let stored = try store.read { try $0.alerts(AlertSearch(includesBuildingBlocks: true)).alerts }
    #expect(
      states(stored.map { .object($0.document) })
        == ["0": "valid", "12": "invalid", "5": "valid", "17": "unverified"])
    let entries = try store.read { try $0.auditEntries(limit: 50) }
    #expect(entries.count { $0.action == "alert.verified" } == 4)
    // The second time there is nothing new to say.
    #expect(try program.run(arguments).errors.contains("alerts that say so now: none"))
    #expect(try program.run(["verify", copy.path, "--data", "/nonexistent"]).status == 3)
  }

  @Test func wrongUseIsSaid() throws {
    let copy = try Copy()
    #expect(try program.run(["scan", copy.path, "--public-keys", copy.keys]).status == 2)
    #expect(try program.run(["scan", copy.path, "--verify", "s3://"]).status == 2)
    #expect(try program.run(["scan", copy.path, "--verify", "/nonexistent"]).status == 4)
    #expect(
      try program.run(["scan", copy.path, "--verify", copy.path, "--public-keys", "/nonexistent"]).status == 3
    )
  }
}

import CloudTrail
import Detection
import Events
import Evidence
import Foundation
import Inputs
import OrderedCollections
import Storage
import TestSupport
import Testing

/// The store answers as files do.
@Suite struct StoreEvidenceSourceTests {
  /// Stores what inputs read.
  private final class Appender: RecordHandler {
    private let drafts = EventDrafts()
    private(set) var events: [EventDraft] = []

    func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
      events.append(drafts.record(bytes, slots: slots))
    }

    func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
      if let draft = try? drafts.document(bytes, id: id, index: index) { events.append(draft) }
    }
  }

  @Test func givesTheSameReportAsFiles() throws {
    let logs = Sample.logs + "/AWSLogs"
    let folder = try TemporaryFolder()
    let store = try Store(folder: folder.url.appending(path: "data"))
    let appender = Appender()
    let reader = RecordReader()
    for entry in FileList(paths: [logs]).entries { #expect(reader.read(entry, handler: appender).isComplete) }
    let alerts = Sample.alerts([logs])
    try store.write { writer in
      for event in appender.events { _ = try writer.append(event) }
      for alert in alerts { _ = try writer.insertAlert(AlertDraft(document: alert)) }
    }
    let stored = StoreEvidenceSource(store)
    let files = Sample.source([logs], alerts: alerts)
    #expect(try stored.history() == files.history())

    let found = try stored.alert("b165afd95e49")
    let alert = try #require(found.document)
    let fromStore = try Investigation(source: stored, rules: Sample.rules).report(on: alert)
    let fromFiles = try Investigation(source: files, rules: Sample.rules).report(on: alert)
    #expect(fromStore.findings.map(\.answer) == fromFiles.findings.map(\.answer))
    #expect(fromStore.moments.map(\.what) == fromFiles.moments.map(\.what))
    #expect(
      fromStore.windows.map { $0.changes.map(\.facts.identity) }
        == fromFiles.windows.map { $0.changes.map(\.facts.identity) })
    #expect(try stored.alert("zzz").identifiers.isEmpty)
  }

  @Test func answersAreBoundedAndCounted() throws {
    var log = Log()
    for second in 10..<60 { log.add("10:00:\(second)", "iam", "CreateUser", request: #"{"userName":"x"}"#) }
    let folder = try TemporaryFolder()
    let path = try folder.write("a.json", log.text)
    let store = try Store(folder: folder.url.appending(path: "data"))
    let appender = Appender()
    for entry in FileList(paths: [path]).entries { _ = RecordReader().read(entry, handler: appender) }
    try store.write { writer in for event in appender.events { _ = try writer.append(event) } }
    let range =
      try #require(Timestamp("2026-10-14T10:00:20Z"))...(try #require(Timestamp("2026-10-14T10:00:39Z")))
    let query = try EvidenceQuery("event.action: CreateUser", in: range, limit: 5)
    for source in [StoreEvidenceSource(store), Sample.source([path])] as [any EvidenceSource] {
      let page = try source.events(query)
      #expect(page.count == 20 && page.events.count == 5 && !page.isComplete, "\(source.name)")
      #expect(page.events.first?.time == range.lowerBound)
    }
  }

  /// A source whose occurrences are asked one after the other.
  private struct Plain: EvidenceSource {
    let source: StoreEvidenceSource
    func events(_ query: EvidenceQuery) throws(EvidenceError) -> EvidencePage { try source.events(query) }
    func history() throws(EvidenceError) -> ClosedRange<Timestamp>? { try source.history() }
    func alerts(in range: ClosedRange<Timestamp>, limit: Int) throws(EvidenceError) -> [JSONObject] { [] }
    func integrity(of range: ClosedRange<Timestamp>) -> LogIntegrity { .unverified }
    var gaps: [String] { [] }
    var name: String { "plain" }
  }

  @Test func occurrencesInOneWalkAreThoseOfSingleQuestions() throws {
    let folder = try TemporaryFolder()
    let store = try Store(folder: folder.url.appending(path: "data"))
    let appender = Appender()
    for entry in FileList(paths: [Sample.logs + "/AWSLogs"]).entries {
      #expect(RecordReader().read(entry, handler: appender).isComplete)
    }
    try store.write { writer in for event in appender.events { _ = try writer.append(event) } }
    let source = StoreEvidenceSource(store)
    let range = try #require(try source.history())
    func query(_ kql: String) throws -> EvidenceQuery { try EvidenceQuery(kql, in: range, limit: 1) }
    let others = try [
      "event.outcome: failure", "user_agent.original: *", "event.action: (AssumeRole or GetSecretValue)",
      "event.action: none-such", "source.ip: *", "event.provider: \"iam.amazonaws.com\"",
    ].map(query)
    for base in ["", "event.outcome: success", "user.name: *", "aws.cloudtrail.read_only: true"] {
      let found = try source.occurrences(of: try query(base), with: others)
      #expect(try Plain(source: source).occurrences(of: try query(base), with: others) == found, "\(base)")
      #expect(try #require(found.first).count > 0)
    }
  }

  /// Records may lack the name of a user or role: the ARN alone says who it was.
  @Test func eventsOfAPrincipalAreFoundWithoutItsName() throws {
    var log = Log()
    log.add("09:00:00", "ec2", "RunInstances")
    log.add("09:30:00", "ec2", "RunInstances")
    log.add("10:00:00", "iam", "CreateUser", user: "bob")
    let text = log.text.replacingOccurrences(
      of: #","userName":"alice"},"eventTime":"2026-10-14T09:00:00Z""#,
      with: #"},"eventTime":"2026-10-14T09:00:00Z""#)
    #expect(text != log.text)
    let folder = try TemporaryFolder()
    let path = try folder.write("a.json", text)
    let store = try Store(folder: folder.url.appending(path: "data"))
    let appender = Appender()
    for entry in FileList(paths: [path]).entries { _ = RecordReader().read(entry, handler: appender) }
    try store.write { writer in for event in appender.events { _ = try writer.append(event) } }
    for source in [StoreEvidenceSource(store), Sample.source([path])] as [any EvidenceSource] {
      let range = try #require(try source.history())
      let all = try source.events(try EvidenceQuery("", in: range, limit: 10)).events
      let named = try #require(all.map { EventFacts($0) }.first { $0.actor.userName == "alice" })
      let principal = try #require(named.actor.principalKQL)
      #expect(try source.events(try EvidenceQuery(principal, in: range, limit: 10)).count == 2)
    }
  }

  @Test func sensitiveReadsAreFoundAmongManyOthers() throws {
    var log = Log()
    log.add(
      "09:00:00", "config", "StopConfigurationRecorder", request: #"{"configurationRecorderName":"default"}"#)
    for number in 0..<1200 {
      // Twenty minutes, one call a second.
      let time = "09:\(10 + number / 60):\(10 + number % 50)"
      log.add(time, "ec2", "DescribeInstances", readOnly: "true")
    }
    log.add("09:40:00", "secretsmanager", "GetSecretValue", readOnly: "true")
    log.add(
      "09:47:00", "config", "StartConfigurationRecorder", request: #"{"configurationRecorderName":"default"}"#
    )
    let folder = try TemporaryFolder()
    let path = try folder.write("a.json", log.text)
    let alert = try #require(
      Sample.alerts([path]).first { AlertDocument($0).ruleName == "AWS Configuration Recorder Stopped" })
    let report = try Investigation(source: Sample.source([path]), rules: Sample.rules).report(on: alert)
    let window = try #require(report.windows.first)
    #expect(window.reads.map(\.facts.action) == ["GetSecretValue"])
    #expect(window.omittedReads == 0)
  }
}

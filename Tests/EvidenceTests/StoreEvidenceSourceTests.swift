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
}

import CloudTrail
import Engine
import Events
import Inputs
import Storage
import TestSupport
import Testing

/// What is remembered of an input is stored with the last of its events, and not before.
@Suite struct IngestTests {
  private struct Broken: Error {}

  private static let checkpoint = InputCheckpoint(name: "file:test", text: "read")

  /// Documents, more than one transaction takes.
  private static let text = Array(
    (0..<5000).map { #"{"@timestamp":"2026-10-14T10:00:00Z","number":\#($0)}"# }
      .joined(separator: "\n").utf8)

  private func ingest(_ test: TestEngine, isBroken: Bool = false) throws -> IngestReport {
    try test.engine.ingestor.ingestBlocking(checkpoints: [Self.checkpoint]) { handler in
      func read(_ handler: some RecordHandler) -> [FileReport] {
        [RecordReader().read(text: Self.text, named: "test", handler: handler)]
      }
      let reports = read(handler)
      if isBroken { throw Broken() }
      return reports
    }
  }

  private func state(_ test: TestEngine) throws -> (events: Int, checkpoint: String?) {
    try test.engine.store.read { (try $0.eventCount(), try $0.checkpoint(Self.checkpoint.name)) }
  }

  @Test func checkpointsAreStoredWithTheEvents() throws {
    let test = try TestEngine()
    let report = try ingest(test)
    #expect(report.stored == 5000)
    #expect(try state(test) == (5000, "read"))
  }

  @Test func nothingIsRememberedOfAnInputThatWasNotReadToItsEnd() throws {
    let test = try TestEngine()
    #expect(throws: Broken.self) { try ingest(test, isBroken: true) }
    // What was read is stored all the same, and is recognised the next time.
    #expect(try state(test) == (5000, nil))
    let report = try ingest(test)
    #expect(report.stored == 0 && report.duplicates == 5000)
    #expect(try state(test) == (5000, "read"))
  }

  @Test func anInputWithoutEventsIsRemembered() throws {
    let test = try TestEngine()
    _ = try test.engine.ingestor.ingestBlocking(checkpoints: [Self.checkpoint]) { _ in [] }
    #expect(try state(test) == (0, "read"))
  }
}

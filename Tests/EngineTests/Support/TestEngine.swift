import CloudTrail
import Engine
import Events
import Foundation
import Inputs
import Logging
import OrderedCollections
import Storage
import Synchronization
import TestSupport

/// An engine in a folder of its own, with a clock that tests move and rules that they write.
final class TestEngine {
  let folder: TemporaryFolder
  let clock: ManualClock
  private(set) var engine: Engine
  private var overrides: [String: String]

  /// An engine.
  ///
  /// - Parameters:
  ///   - rules: The rules, in TOML.
  ///   - files: NDJSON or TOML files, by the settings that name them.
  ///   - clock: The time.
  ///   - overrides: Settings.
  /// - Throws: What the file system or the store says.
  init(
    rules: [String] = [], files: [String: String] = [:], clock: ManualClock = ManualClock(),
    overrides: [String: String] = [:]
  ) throws {
    folder = try TemporaryFolder()
    self.clock = clock
    var all = ["storage.data": folder.url.path, "rules.builtin": "false"]
    for (number, rule) in rules.enumerated() {
      _ = try folder.write("rules/\(number).toml", rule)
    }
    if !rules.isEmpty { all["rules.paths"] = folder.url.appending(path: "rules").path }
    for (setting, text) in files {
      all[setting] = try folder.write("\(setting).\(text.hasPrefix("{") ? "ndjson" : "toml")", text)
    }
    all.merge(overrides) { $1 }
    self.overrides = all
    engine = try Self.make(all, clock)
  }

  private static func make(_ overrides: [String: String], _ clock: ManualClock) throws -> Engine {
    var log = Logger(label: "test")
    log.logLevel = .critical
    let counter = Counter()
    return try Engine(
      configuration: EngineConfiguration(overrides: overrides),
      options: Engine.Options(clock: clock.engineClock, makeID: { counter.next() }, log: log))
  }

  /// Ends the engine and begins another one over the same folder.
  func restart() throws {
    engine = try Self.make(overrides, clock)
  }

  /// Takes in events, as a file with a line for each.
  @discardableResult
  func ingest(_ lines: [String]) throws -> IngestReport {
    let text = Array(lines.joined(separator: "\n").utf8)
    return try engine.ingestor.ingestBlocking { handler in
      func read(_ handler: some RecordHandler) -> [FileReport] {
        [RecordReader().read(text: text, named: "test", handler: handler)]
      }
      return read(handler)
    }
  }

  /// The alerts of a rule, or of all.
  func alerts(_ rule: String? = nil) throws -> [StoredAlert] {
    try engine.store.read { reader in
      var found: [StoredAlert] = []
      try reader.forEachAlert(AlertSearch(includesBuildingBlocks: true)) { alert in
        if rule == nil || alert.row.ruleID == rule { found.append(alert) }
        return true
      }
      return found
    }
  }

  func runs(_ rule: String? = nil) throws -> [RuleExecution] {
    try engine.store.read { try $0.runs(rule: rule, limit: 10_000) }
  }
}

/// Identifiers in their order.
private final class Counter: Sendable {
  private let value = Atomic(0)

  func next() -> String { "execution-\(value.add(1, ordering: .relaxed).newValue)" }
}

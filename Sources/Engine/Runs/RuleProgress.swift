import Detection
import Events
import Foundation
import OrderedCollections
import Storage

/// How far a rule is: what it remembers, which version of it ran, and when it runs next.
struct RuleProgress: Sendable {
  /// What the rule remembers. Signals that wait are not part of it: they are read when they are needed.
  var state = RuleState()
  /// The version that ran last.
  var hash: String
  /// When the rule runs next.
  var next: Timestamp
  /// When it ran last; nil before its first run.
  var last: Timestamp?

  /// The progress of a rule that never ran.
  init(hash: String, next: Timestamp) {
    self.hash = hash
    self.next = next
  }

  /// Reads the progress of a rule; nil when it never ran.
  ///
  /// - Throws: `StoreError`.
  init?(rule: String, _ reader: StoreReader) throws {
    guard let small = try reader.ruleState(rule), let hash = small["hash"]?.string,
      let next = small["next"]?.integer
    else { return nil }
    self.hash = hash
    self.next = Timestamp(nanoseconds: Int64(next))
    last = small["last"]?.integer.map { Timestamp(nanoseconds: Int64($0)) }
    state.seenUntil = small["seen_until"]?.integer.map { Int64($0) }
    try reader.ruleStateEntries(rule, kind: "marks") { state.marks[$0] = Int64($1.integer ?? 0) }
    try reader.ruleStateEntries(rule, kind: "seen") { state.seen[$0] = Int64($1.integer ?? 0) }
    try reader.ruleStateEntries(rule, kind: "absorbed") { state.absorbed[$0] = Int64($1.integer ?? 0) }
    try reader.ruleStateEntries(rule, kind: "models") { key, value in
      state.models[key] = try Self.decode(AnomalyModel.self, value)
    }
    try reader.ruleStateEntries(rule, kind: "indicators") { key, value in
      state.indicators[key] = try Self.decode(RememberedIndicator.self, value)
    }
    try reader.ruleStateEntries(rule, kind: "suppression") { key, value in
      state.suppression[key] = try Self.decode(SuppressionWindow.self, value)
    }
  }

  /// Stores what changed since an earlier progress of the rule.
  ///
  /// - Throws: `StoreError`.
  func store(rule: String, since old: RuleProgress?, _ writer: StoreWriter) throws {
    try writer.setRuleState(
      rule,
      [
        "hash": .string(hash), "next": Self.number(next.nanoseconds),
        "last": last.map { Self.number($0.nanoseconds) } ?? .null,
        "seen_until": state.seenUntil.map { Self.number($0) } ?? .null,
      ])
    let before = old?.state ?? RuleState()
    try Self.store(rule, "marks", before.marks, state.marks, writer, Self.number)
    try Self.store(rule, "seen", before.seen, state.seen, writer, Self.number)
    try Self.store(rule, "absorbed", before.absorbed, state.absorbed, writer, Self.number)
    try Self.store(rule, "models", before.models, state.models, writer) { try Self.encode($0) }
    try Self.store(rule, "indicators", before.indicators, state.indicators, writer) { try Self.encode($0) }
    try Self.store(rule, "suppression", before.suppression, state.suppression, writer) { try Self.encode($0) }
  }

  private static func store<Value: Equatable>(
    _ rule: String, _ kind: String, _ old: [String: Value], _ new: [String: Value], _ writer: StoreWriter,
    _ json: (Value) throws -> JSON
  ) throws {
    guard old != new else { return }
    var changed: [String: JSON] = [:]
    for (key, value) in new where old[key] != value { changed[key] = try json(value) }
    let removed = old.keys.filter { new[$0] == nil }
    try writer.updateRuleState(rule, kind: kind, changed: changed, removed: removed)
  }

  private static func number(_ value: Int64) -> JSON { .number(JSONNumber(Int(value))) }

  private static func encode(_ value: some Encodable) throws -> JSON {
    let data = try JSONEncoder().encode(value)
    return try JSONReader.read(Array(data))
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, _ json: JSON) throws -> Value {
    try JSONDecoder().decode(type, from: Data(JSONWriter.text(json).utf8))
  }
}

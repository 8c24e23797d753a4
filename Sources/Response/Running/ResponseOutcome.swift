import Events
import OrderedCollections

/// What became of a response that was carried out.
struct ResponseOutcome: Sendable {
  /// When it began.
  var started: Timestamp
  /// When it ended.
  var finished: Timestamp
  /// Why it failed; nil when it was verified.
  var error: ResponseError?
  /// The calls that changed something, or may have.
  var acted: [ResponseCall] = []
  /// The members of the state that were wanted, with the time of the execution.
  var expected: JSONObject
  /// The state before the first call; nil when it could not be read.
  var before: Observation?
  /// The state that was read last; nil when none could be read.
  var after: Observation?
  /// How often the state was read after the calls.
  var readings = 0
  /// All calls.
  var records: [CallRecord] = []

  var status: String { error == nil ? "verified" : "failed" }

  /// The outcome as it is stored.
  var json: JSON {
    .object([
      "status": .string(status), "started": .string(started.description),
      "finished": .string(finished.description), "error": Self.json(error),
      "acted": .array(acted.map(\.json)), "expected": .object(expected),
      "before": before.map { .object($0.state) } ?? .null, "after": after.map { .object($0.state) } ?? .null,
      "details": after.map { .object($0.details) } ?? .null,
      "changes": .array(changes.map(\.json)), "readings": .number(JSONNumber(readings)),
      "calls": .array(recordsToKeep),
    ])
  }

  /// The outcome for the audit log: without the answers, of which the hashes are kept.
  var audit: JSONObject {
    guard case .object(var members) = json else { return [:] }
    members["calls"] = .array((records.filter { $0.purpose != .verify } + lastReading).map(\.brief))
    return members
  }

  /// The calls of the last reading: no playbook makes more than these for one.
  private var lastReading: [CallRecord] { records.filter { $0.purpose == .verify }.suffix(3) }

  /// All calls; of the readings that were repeated, the answers of the last one are enough.
  private var recordsToKeep: [JSON] {
    let early = records.filter { $0.purpose == .verify }.count - lastReading.count
    var seen = 0
    return records.map { record in
      guard record.purpose == .verify else { return record.json }
      seen += 1
      return seen <= early ? record.brief : record.json
    }
  }

  private var changes: [StateChange] {
    guard let before, let after else { return [] }
    return StateChange.between(before.state, after.state)
  }

  static func json(_ error: ResponseError?) -> JSON {
    guard let error else { return .null }
    return ["kind": .string(error.kind.rawValue), "message": .string(error.message)]
  }
}

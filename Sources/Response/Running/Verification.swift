import Events
import OrderedCollections

/// Whether a state is the one that a response wanted.
struct Verification: Sendable {
  /// The members that must have these values.
  let expected: JSONObject
  /// The state before; what is not expected to change must be as it was.
  let before: JSONObject

  /// What a state shows.
  enum Verdict: Sendable, Hashable {
    /// It is the one that was wanted.
    case holds
    /// It may still become the one that was wanted.
    case notYet(String)
    /// Something else was changed.
    case altered(String)
  }

  func verdict(_ observation: Observation) -> Verdict {
    let other = StateChange.between(unexpected(before), unexpected(observation.state))
    if !other.isEmpty {
      return .altered("something else changed meanwhile: \(Self.words(other))")
    }
    if let reason = lacking(observation.state) { return .notYet(reason) }
    return observation.problem.map { .notYet($0) } ?? .holds
  }

  /// What differs from the wanted state; nil when nothing does.
  func lacking(_ state: JSONObject) -> String? {
    for (field, value) in expected where (state[field] ?? .null) != value {
      return "\(field) is \(Self.text(state[field] ?? .null)), not \(Self.text(value))"
    }
    return nil
  }

  /// The members that must stay as they are.
  func unexpected(_ state: JSONObject) -> JSONObject { state.filter { expected[$0.key] == nil } }

  /// Differences in words.
  static func words(_ changes: [StateChange]) -> String {
    changes.map { "\($0.field) from \(text($0.before)) to \(text($0.after))" }.joined(separator: ", ")
  }

  private static func text(_ value: JSON) -> String {
    let text = JSONWriter.text(value)
    return text.utf8.count <= 200 ? text : String(text.prefix(200)) + "…"
  }
}

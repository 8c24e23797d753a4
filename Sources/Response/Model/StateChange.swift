public import Events
import OrderedCollections

/// A difference between two states.
public struct StateChange: Sendable, Hashable {
  /// What differs.
  public let field: String
  /// What it was; null when it was not there.
  public let before: JSON
  /// What it is, or would be; null when it is not there.
  public let after: JSON

  var json: JSON { ["field": .string(field), "before": before, "after": after] }

  /// What differs between two states, in the order of the first and then of the second.
  static func between(_ before: JSONObject, _ after: JSONObject) -> [StateChange] {
    let fields = OrderedSet(before.keys).union(after.keys)
    return fields.compactMap { field in
      let (old, new) = (before[field] ?? .null, after[field] ?? .null)
      return old == new ? nil : StateChange(field: field, before: old, after: new)
    }
  }
}

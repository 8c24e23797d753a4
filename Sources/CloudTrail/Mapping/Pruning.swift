import Events
import OrderedCollections

/// Removal of empty values, as Elastic's pipeline does it before and after the mapping.
enum Pruning {
  /// Which texts count as empty.
  enum Stage {
    /// Before the mapping: `""`, `-` and `none`.
    case beforeMapping
    /// After the mapping: `""`.
    case afterMapping
  }

  /// The value without nulls, empty texts, and containers that are empty or become so; nil when nothing remains.
  static func pruned(_ value: JSON, _ stage: Stage) -> JSON? {
    switch value {
    case .null: return nil
    case .string(let text): return isEmpty(text, stage) ? nil : value
    case .bool, .number: return value
    case .array(let elements):
      let kept = elements.compactMap { pruned($0, stage) }
      return kept.isEmpty ? nil : .array(kept)
    case .object(let members):
      let kept = pruned(members, stage)
      return kept.isEmpty ? nil : .object(kept)
    }
  }

  /// The object without empty members.
  static func pruned(_ members: JSONObject, _ stage: Stage) -> JSONObject {
    var kept: JSONObject = [:]
    kept.reserveCapacity(members.count)
    for (key, member) in members {
      if let member = pruned(member, stage) { kept[key] = member }
    }
    return kept
  }

  private static func isEmpty(_ text: String, _ stage: Stage) -> Bool {
    switch stage {
    case .beforeMapping: text.isEmpty || text == "-" || text == "none"
    case .afterMapping: text.isEmpty
    }
  }
}

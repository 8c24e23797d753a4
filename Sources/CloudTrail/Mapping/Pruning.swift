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

  /// What becomes of a value. Most have nothing to remove; they are kept and not copied.
  private enum Outcome {
    case kept
    case changed(JSON)
    case removed
  }

  /// The object without nulls, empty texts, and containers that are empty or become so.
  static func pruned(_ members: JSONObject, _ stage: Stage) -> JSONObject {
    changed(members, stage) ?? members
  }

  /// Whether a text counts as empty.
  static func isEmpty(_ text: String, _ stage: Stage) -> Bool {
    switch stage {
    case .beforeMapping: text.isEmpty || text == "-" || text == "none"
    case .afterMapping: text.isEmpty
    }
  }

  private static func outcome(_ value: JSON, _ stage: Stage) -> Outcome {
    switch value {
    case .null: return .removed
    case .string(let text): return isEmpty(text, stage) ? .removed : .kept
    case .bool, .number: return .kept
    case .array(let elements):
      guard !elements.isEmpty else { return .removed }
      guard let rest = changed(elements, stage) else { return .kept }
      return rest.isEmpty ? .removed : .changed(.array(rest))
    case .object(let members):
      guard !members.isEmpty else { return .removed }
      guard let rest = changed(members, stage) else { return .kept }
      return rest.isEmpty ? .removed : .changed(.object(rest))
    }
  }

  /// The elements that remain; nil when all do, as they are.
  private static func changed(_ elements: [JSON], _ stage: Stage) -> [JSON]? {
    var rest: [JSON]?
    for (index, element) in elements.enumerated() {
      let outcome = outcome(element, stage)
      if case .kept = outcome {
        rest?.append(element)
        continue
      }
      if rest == nil { rest = Array(elements[..<index]) }
      if case .changed(let new) = outcome { rest?.append(new) }
    }
    return rest
  }

  /// The members that remain; nil when all do, as they are.
  private static func changed(_ members: JSONObject, _ stage: Stage) -> JSONObject? {
    var rest: JSONObject?
    for (index, member) in members.values.enumerated() {
      let outcome = outcome(member, stage)
      if case .kept = outcome {
        if rest != nil { rest?[members.keys[index]] = member }
        continue
      }
      if rest == nil {
        var kept: JSONObject = [:]
        kept.reserveCapacity(members.count)
        for (key, value) in members.elements[..<index] { kept[key] = value }
        rest = kept
      }
      if case .changed(let new) = outcome { rest?[members.keys[index]] = new }
    }
    return rest
  }
}

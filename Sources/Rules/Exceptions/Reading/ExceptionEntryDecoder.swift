import Events
import OrderedCollections

/// Reads the entries of an exception in Kibana's form.
struct ExceptionEntryDecoder {
  /// The kinds of entries by Kibana's names.
  private enum EntryType: String, CaseIterable {
    case match
    case matchAny = "match_any"
    case exists
    case wildcard
    case list
    case nested
  }

  private enum Operator: String, CaseIterable {
    case included
    case excluded
  }

  /// Whether unknown keys are refused.
  let isStrict: Bool

  /// The member `entries` of an object.
  func entries(of reader: FieldReader, isInner: Bool = false) throws(FieldError) -> [ExceptionEntry] {
    let readers = try reader.objects("entries")
    guard !readers.isEmpty else {
      throw FieldError(reader.name("entries"), "must have at least one entry")
    }
    var entries: [ExceptionEntry] = []
    for reader in readers { entries.append(try entry(reader, isInner: isInner)) }
    return entries
  }

  private func entry(_ reader: FieldReader, isInner: Bool) throws(FieldError) -> ExceptionEntry {
    guard let type = try reader.choice("type", EntryType.self) else {
      throw FieldError(reader.name("type"), "is missing")
    }
    if isStrict { try reader.allowOnly(Self.keys(type)) }
    if isInner, type == .list || type == .nested {
      throw FieldError(reader.name("type"), "\(type.rawValue) cannot stand inside nested")
    }
    let isIncluded = try reader.choice("operator", Operator.self) != .excluded
    return ExceptionEntry(
      field: try reader.requiredString("field"), isIncluded: isIncluded, kind: try kind(type, reader))
  }

  private static func keys(_ type: EntryType) -> Set<String> {
    switch type {
    case .match, .matchAny, .wildcard: ["field", "operator", "type", "value"]
    case .exists: ["field", "operator", "type"]
    case .list: ["field", "operator", "type", "list"]
    case .nested: ["field", "operator", "type", "entries"]
    }
  }

  private func kind(_ type: EntryType, _ reader: FieldReader) throws(FieldError) -> ExceptionEntry.Kind {
    switch type {
    case .match: return .match(try text(reader.members["value"], reader.name("value")))
    case .matchAny: return .matchAny(try texts(reader))
    case .exists: return .exists
    case .wildcard: return .wildcard(try text(reader.members["value"], reader.name("value")))
    case .nested: return .nested(try entries(of: reader, isInner: true))
    case .list:
      guard let list = try reader.object("list") else { throw FieldError(reader.name("list"), "is missing") }
      if isStrict { try list.allowOnly(["id", "type"]) }
      return .list(id: try list.requiredString("id"), type: try list.requiredString("type"))
    }
  }

  private func texts(_ reader: FieldReader) throws(FieldError) -> [String] {
    let values = try reader.array("value") ?? []
    guard !values.isEmpty else { throw FieldError(reader.name("value"), "must have at least one value") }
    var texts: [String] = []
    for (index, value) in values.enumerated() {
      texts.append(try text(value, "\(reader.name("value"))[\(index)]"))
    }
    return texts
  }

  private func text(_ value: JSON?, _ field: String) throws(FieldError) -> String {
    switch value {
    case .string(let text): return text
    case .number(let number): return number.text
    case .bool(let flag): return flag ? "true" : "false"
    case nil, .null: throw FieldError(field, "is missing")
    case .array, .object: throw FieldError(field, "must be a text, a number or a boolean")
    }
  }
}

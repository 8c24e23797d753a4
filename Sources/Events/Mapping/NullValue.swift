/// The value that an explicit null is indexed as, in the form of its field's type.
///
/// Source: Elasticsearch reference, "null_value"
/// (https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/null-value).
enum NullValue {
  /// The value as a scalar of the type.
  ///
  /// - Parameters:
  ///   - value: What the mapping says; no null.
  ///   - type: The type of the field.
  /// - Returns: The scalar; nil when the value does not fit the type.
  static func scalar(_ value: JSON, type: FieldType) -> JSON? {
    switch type {
    case .keyword, .wildcard, .flattened: return text(value).map { .string($0) }
    case .long: return whole(value)
    case .double: return number(value).map { .number(JSONNumber($0)) }
    case .boolean: return text(value).flatMap { Bool($0) }.map { .bool($0) }
    case .ip: return value.string.flatMap { IPAddress($0) == nil ? nil : .string($0) }
    case .date: return date(value)
    case .constantKeyword, .text, .matchOnlyText, .version, .geoPoint, .nested, .object: return nil
    }
  }

  private static func text(_ value: JSON) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let flag): flag ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  private static func number(_ value: JSON) -> Double? {
    guard value.bool == nil, let text = text(value), text.utf8.count <= 400,
      !text.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }), let number = Double(text),
      number.isFinite
    else { return nil }
    return number
  }

  private static func whole(_ value: JSON) -> JSON? {
    if value.bool == nil, let exact = text(value).flatMap({ Int($0) }) { return .number(JSONNumber(exact)) }
    return number(value).flatMap { Int(exactly: $0) }.map { .number(JSONNumber($0)) }
  }

  /// A time as ISO 8601, or milliseconds since the epoch.
  private static func date(_ value: JSON) -> JSON? {
    guard value.bool == nil, let text = text(value) else { return nil }
    if value.string != nil, Timestamp(text) != nil { return .string(text) }
    guard let milliseconds = Int64(text), Timestamp(milliseconds: milliseconds) != nil else { return nil }
    return .number(JSONNumber(Int(milliseconds)))
  }
}

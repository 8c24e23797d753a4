import Events

/// The type of a column.
public enum ESQLType: String, Sendable, Hashable, CaseIterable {
  /// Not known before the values are: a field that no mapping names, or null. It stands for every type.
  case any = "null"
  case boolean
  case long
  case double
  case keyword
  case date = "datetime"
  case ip
  case version
  case point = "geo_point"
  case duration = "time_duration"
  case period = "date_period"

  /// The type of a field.
  init(_ type: FieldType?) {
    self =
      switch type {
      case nil, .object, .nested: .any
      case .keyword, .constantKeyword, .wildcard, .text, .matchOnlyText, .flattened: .keyword
      case .ip: .ip
      case .long: .long
      case .double: .double
      case .boolean: .boolean
      case .date: .date
      case .version: .version
      case .geoPoint: .point
      }
  }

  /// The type of a value.
  init(_ value: Value) {
    self =
      switch value {
      case .null: .any
      case .boolean: .boolean
      case .long: .long
      case .double: .double
      case .text: .keyword
      case .date: .date
      case .ip: .ip
      case .version: .version
      case .point: .point
      case .duration: .duration
      case .period: .period
      case .list(let values): values.first.map { ESQLType($0) } ?? .any
      }
  }

  var isNumeric: Bool { self == .long || self == .double }
}

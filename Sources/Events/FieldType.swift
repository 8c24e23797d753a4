/// The mapping type of a field, by Elasticsearch's names. It decides what a query value means.
public enum FieldType: String, Sendable, Hashable, CaseIterable {
  case keyword
  case constantKeyword = "constant_keyword"
  case wildcard
  case text
  case matchOnlyText = "match_only_text"
  case ip
  case long
  case double
  case boolean
  case date
  case flattened
  case version
  case geoPoint = "geo_point"
  case nested
  case object
}

extension FieldType {
  /// Whether values are analysed into lower-case tokens.
  public var isText: Bool { self == .text || self == .matchOnlyText }

  /// Whether values are compared as numbers.
  public var isNumeric: Bool { self == .long || self == .double }
}

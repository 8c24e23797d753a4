/// A query in Kibana's query language, as it was written.
public indirect enum KQLNode: Sendable, Hashable {
  /// The empty query, which every event matches.
  case empty
  case or([KQLNode])
  case and([KQLNode])
  case not(KQLNode)
  /// `field: value`; without a field a value in any field.
  case isValue(field: KQLField?, KQLValue)
  /// `field: (a or b and not c)`.
  case list(field: KQLField, KQLNode)
  /// `field >= value`.
  case range(field: KQLField, KQLRange, KQLValue)
  /// `field: { … }`.
  case nested(field: KQLField, KQLNode)
}

/// A field name of a query. An unquoted one may have `*`.
public typealias KQLField = KQLValue

/// The comparison of a range.
public enum KQLRange: String, Sendable, Hashable, CaseIterable {
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

public import Events

/// What is asked of the values of a field.
public enum Test: Sendable, Hashable {
  /// The field has a value.
  case exists
  /// The text of a value is this one.
  case term(String, ignoresCase: Bool)
  /// The text of a value is one of these.
  case terms(Set<String>, ignoresCase: Bool)
  /// The text of a value fits a pattern.
  case wildcard(Wildcard, ignoresCase: Bool)
  /// The text of a value belongs to a regular language in Lucene's syntax.
  case regex(String, ignoresCase: Bool)
  /// A value is a version in this range.
  case version(Bounds<Version>)
  /// A value is a number in this range.
  case number(Bounds<Double>)
  /// A value is `true` or `false`.
  case boolean(Bool)
  /// A value is an address in this range.
  case ip(Bounds<IPAddress>)
  /// A value is an address of this set.
  case ipSet(IPSet)
  /// A value is a time in this range.
  case date(Bounds<Timestamp>)
  /// The text of a value lies in this range, compared byte by byte.
  case text(Bounds<String>)
  /// An analysed value has one of these tokens.
  case anyToken([String])
  /// A token of an analysed value fits a pattern.
  case tokenPattern(Wildcard)
  /// An analysed value has these tokens, one after the other.
  case phrase([String])
}

public import OrderedCollections

/// An event whose fields are computed when a query asks for them.
///
/// There is one conformance per shape of event: raw CloudTrail records, and complete ECS documents
/// (`DocumentSource`). The matcher is written once against this protocol.
public protocol FieldSource: AnyObject {
  /// The values of the field with this number in the catalog the source was made for. Valid until the next event.
  func values(of field: Int) -> FieldValues

  /// The complete ECS document of the event, for what cannot be asked field by field: field-name wildcards and
  /// nested objects.
  func document() -> JSONObject

  /// The values that a field has in every event of the source; nil when they are not the same. Valid as long as the source.
  func fixedValues(of field: Int) -> FieldValues?

  /// Whether the values of a field have numbers. Those of fields of which few values are seen, each very often, may have.
  func numbersValues(of field: Int) -> Bool

  /// The number of the values of a field that has numbers, not negative: equal ones stand for equal values, in every event of the
  /// source. nil when the event's values have none.
  func number(of field: Int) -> Int?
}

extension FieldSource {
  /// No field is known to be the same in every event.
  public func fixedValues(of field: Int) -> FieldValues? { nil }

  /// No field has numbers.
  public func numbersValues(of field: Int) -> Bool { false }

  /// No values have numbers.
  public func number(of field: Int) -> Int? { nil }
}

/// What an index mapping of the user's says of one field.
///
/// Source: Elasticsearch reference, "Mapping parameters" and "Field data types"
/// (https://www.elastic.co/docs/reference/elasticsearch/mapping-reference).
public struct MappedField: Sendable, Hashable {
  /// The type.
  public let type: FieldType
  /// Values with more UTF-16 units than this are not searchable; nil means no limit.
  public var ignoreAbove: Int?
  /// The scalar that an explicit null is searched as; nil when null is no value.
  public var nullValue: JSON?
  /// The value of documents that have none of their own: `value` of a `constant_keyword`.
  public var constant: String?
  /// The field of the document whose values a multi-field reads; nil for a field that reads its own.
  public var source: String?
  /// Whether the field is the root of a `flattened` object, so that it has the values of all leaves.
  public var isFlattenedRoot: Bool

  /// A field of a type.
  public init(
    type: FieldType, ignoreAbove: Int? = nil, nullValue: JSON? = nil, constant: String? = nil,
    source: String? = nil
  ) {
    self.type = type
    self.ignoreAbove = ignoreAbove
    self.nullValue = nullValue
    self.constant = constant
    self.source = source
    isFlattenedRoot = type == .flattened
  }

  /// Whether the field is an object, which has fields and no values.
  var isObject: Bool { type == .object || type == .nested }

  /// The same field as its leaves are read, one by one.
  var asLeaf: MappedField {
    var leaf = self
    leaf.isFlattenedRoot = false
    return leaf
  }

  /// Whether reading the field takes more than collecting the scalars at its path.
  var isSpecial: Bool { nullValue != nil || constant != nil || isFlattenedRoot }
}

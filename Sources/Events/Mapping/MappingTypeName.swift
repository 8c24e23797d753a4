/// A field type by its name in a mapping.
///
/// Source: Elasticsearch reference, "Field data types"
/// (https://www.elastic.co/docs/reference/elasticsearch/mapping-reference/field-data-types).
struct MappingTypeName {
  /// The type that values are read as.
  let type: FieldType
  /// What differs from Elasticsearch; nil when nothing does.
  let note: String?
  /// Whether the type is one that is read by its own rules.
  var isKnown = true

  /// The type with a name. Numbers of all sizes are compared alike; a type that is not known is read as a keyword.
  init(_ name: String) {
    switch name {
    case "integer", "short", "byte": (type, note) = (.long, nil)
    case "unsigned_long":
      (type, note) = (.long, "type unsigned_long: values above \(Int64.max) are compared as doubles")
    case "float": (type, note) = (.double, nil)
    case "half_float", "scaled_float":
      (type, note) = (.double, "type \(name): values are compared with the precision of a double")
    case "date_nanos": (type, note) = (.date, nil)
    case "search_as_you_type", "annotated_text", "semantic_text":
      (type, note) = (.text, "type \(name): read as text")
    case "counted_keyword": (type, note) = (.keyword, nil)
    case "passthrough":
      (type, note) = (.object, "type passthrough: fields have no second name without the object's")
    default:
      if let known = FieldType(rawValue: name) {
        (type, note) = (known, nil)
      } else {
        (type, note) = (
          .keyword, "type \(MappingProblem.shown(name)) is not known: values are compared as a keyword's"
        )
        isKnown = false
      }
    }
  }
}

extension FieldType {
  /// Whether the type has `null_value` in a mapping.
  var hasNullValue: Bool {
    switch self {
    case .keyword, .wildcard, .ip, .long, .double, .boolean, .date, .flattened, .geoPoint: true
    case .constantKeyword, .text, .matchOnlyText, .version, .nested, .object: false
    }
  }

  /// Whether the type has `ignore_above` in a mapping.
  var hasIgnoreAbove: Bool { self == .keyword || self == .wildcard || self == .flattened }
}

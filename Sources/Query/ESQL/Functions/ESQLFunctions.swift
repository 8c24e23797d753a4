/// All functions and operators by name.
///
/// Source: Elasticsearch reference, "ES|QL functions and operators"
/// (https://www.elastic.co/docs/reference/query-languages/esql/esql-functions-operators).
enum ESQLFunctions {
  private static let all: [String: ESQLFunction] = {
    let groups = [
      operators, conditionals, texts, patterns, conversions, dates, mathematics, multivalued, addresses,
      encodings,
      places,
    ]
    return Dictionary(groups.joined().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }()

  private static let aliases = [
    "to_str": "to_string", "to_bool": "to_boolean", "to_dt": "to_datetime", "to_dbl": "to_double",
    "to_int": "to_integer",
    "to_ver": "to_version", "atan_2": "atan2",
  ]

  /// The function of a name; nil when there is none.
  static func find(_ name: String) -> ESQLFunction? { all[aliases[name] ?? name] }

  /// The names of all functions.
  static var names: [String] { all.keys.sorted() }
}

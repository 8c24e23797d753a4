/// Writes the conditions of queries in KQL.
enum KQL {
  /// A field has a value.
  static func has(_ field: String, _ value: String) -> String { "\(field): \(quoted(value))" }

  /// A field has one of several values.
  static func has(_ field: String, anyOf values: [String]) -> String {
    values.count == 1 ? has(field, values[0]) : "\(field): (\(values.map(quoted).joined(separator: " or ")))"
  }

  /// All conditions hold.
  static func all(_ conditions: [String?]) -> String {
    let given = conditions.compactMap(\.self).filter { !$0.isEmpty }
    guard given.count > 1 else { return given.first ?? "" }
    return given.map { $0.contains(" or ") && !$0.hasPrefix("(") && !$0.contains(": (") ? "(\($0))" : $0 }
      .joined(separator: " and ")
  }

  /// One of the conditions holds.
  static func any(_ conditions: [String]) -> String {
    conditions.count == 1 ? conditions[0] : "(\(conditions.joined(separator: " or ")))"
  }

  /// A text in quotes, with what has a meaning in them escaped.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// Conditions in KQL that pages put together.
enum KQLText {
  /// A value in quotes, in which nothing has a meaning of its own.
  static func quoted(_ value: String) -> String {
    var result = "\""
    for character in value.unicodeScalars {
      switch character {
      case "\"", "\\": result += "\\\(character)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(character)
      }
    }
    return result + "\""
  }

  /// That a field has a value.
  static func has(_ field: String, _ value: String) -> String { "\(field): \(quoted(value))" }

  /// Both conditions; an empty one is left out.
  static func both(_ left: String, _ right: String) -> String {
    switch (left.allSatisfy(\.isWhitespace), right.allSatisfy(\.isWhitespace)) {
    case (true, _): right
    case (_, true): left
    default: "(\(left)) and \(right)"
    }
  }
}

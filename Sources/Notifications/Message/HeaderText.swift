/// Text of alerts, which attackers write, made fit for one line of a protocol.
enum HeaderText {
  /// The text with every control character and line separator made a space.
  static func oneLine(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: result.unicodeScalars.append(" ")
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// One line of printable ASCII of at most so many characters.
  static func ascii(_ text: String, limit: Int) -> String {
    let scalars = oneLine(text).unicodeScalars.map { $0.isASCII ? Character($0) : "?" }
    return scalars.count <= limit ? String(scalars) : String(scalars.prefix(limit - 3)) + "..."
  }

  /// The beginning of a text.
  static func cut(_ text: String, _ limit: Int) -> String {
    text.count <= limit ? text : String(text.prefix(limit - 1)) + "…"
  }

  /// The beginning of a text that has at most so many bytes.
  static func cut(_ text: String, bytes limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var result = ""
    var size = 0
    for character in text {
      size += character.utf8.count
      guard size <= limit - 3 else { break }
      result.append(character)
    }
    return result + "…"
  }
}

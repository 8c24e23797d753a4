/// Makes text safe inside Markdown: what an attacker writes into a name must stay text.
enum Markdown {
  /// Text in a paragraph: on one line, with everything escaped that Markdown or HTML gives a meaning.
  static func text(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "#", "~": result += "\\\(scalar)"
      case "&": result += "&amp;"
      default: result += plain(scalar)
      }
    }
    return result
  }

  /// A cell of a table.
  static func cell(_ text: String) -> String { self.text(text) }

  /// Code on one line.
  static func code(_ text: String) -> String {
    let content = text.unicodeScalars.map(plain).joined()
    guard content.contains("`") else { return "`\(content)`" }
    return "`` \(content.replacing("``", with: "` `")) ``"
  }

  /// A table.
  static func table(_ columns: [String], _ rows: [[String]]) -> String {
    var text =
      "| \(columns.map(cell).joined(separator: " | ")) |\n|\(String(repeating: "---|", count: columns.count))\n"
    for row in rows { text += "| \(row.map(cell).joined(separator: " | ")) |\n" }
    return text + "\n"
  }

  /// A character without control over lines, terminals or the direction of writing.
  private static func plain(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x0A, 0x0D, 0x09: " "
    case 0..<0x20, 0x7F...0x9F: "\u{FFFD}"
    case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F: "\\u{\(String(scalar.value, radix: 16))}"
    default: String(scalar)
    }
  }
}

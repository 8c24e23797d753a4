import Events
import OrderedCollections

/// Writes a tree as TOML: values first, then tables and lists of tables.
struct TOMLEmitter {
  private(set) var text = ""

  /// Appends a table with a header.
  mutating func table(_ path: String, _ members: JSONObject, isListItem: Bool = false) {
    if !text.isEmpty { text += "\n" }
    text += isListItem ? "[[\(path)]]\n" : "[\(path)]\n"
    values(members)
    for (key, value) in members { nested("\(path).\(Self.key(key))", value) }
  }

  private mutating func values(_ members: JSONObject) {
    for (key, value) in members where !Self.isTable(value) && value != .null {
      text += "\(Self.key(key)) = \(Self.value(value))\n"
    }
  }

  private mutating func nested(_ path: String, _ value: JSON) {
    guard Self.isTable(value) else { return }
    if let members = value.object {
      table(path, members)
    } else {
      for element in value.array ?? [] { table(path, element.object ?? [:], isListItem: true) }
    }
  }

  /// Whether a value is written with a header: an object, or a list of objects.
  private static func isTable(_ value: JSON) -> Bool {
    switch value {
    case .object: true
    case .array(let elements): !elements.isEmpty && elements.allSatisfy { $0.object != nil }
    case .null, .bool, .number, .string: false
    }
  }

  private static func key(_ key: String) -> String {
    let isBare =
      !key.isEmpty
      && key.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x5F || byte == 0x2D
      }
    return isBare ? key : basic(key)
  }

  private static func value(_ value: JSON) -> String {
    switch value {
    case .null: "\"\""
    case .bool(let flag): flag ? "true" : "false"
    case .number(let number): number.text
    case .string(let text): string(text)
    case .array(let elements): list(elements)
    case .object(let members):
      "{ " + members.map { "\(key($0.key)) = \(Self.value($0.value))" }.joined(separator: ", ") + " }"
    }
  }

  private static func list(_ elements: [JSON]) -> String {
    let items = elements.filter { $0 != .null }.map(value)
    let line = "[" + items.joined(separator: ", ") + "]"
    guard line.count > 100 || line.contains("\n") else { return line }
    return "[\n" + items.map { "  \($0),\n" }.joined() + "]"
  }

  private static func string(_ text: String) -> String {
    guard text.contains("\n") else { return basic(text) }
    let isLiteral =
      !text.contains("'''") && !text.hasSuffix("'")
      && text.unicodeScalars.allSatisfy { scalar in
        scalar == "\n" || scalar == "\t" || (scalar.value >= 0x20 && scalar.value != 0x7F)
      }
    return isLiteral ? "'''\n\(text)'''" : basic(text)
  }

  private static func basic(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case let other where other.value < 0x20 || other.value == 0x7F:
        let digits = String(other.value, radix: 16, uppercase: true)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

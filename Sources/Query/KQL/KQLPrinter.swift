/// Writes queries: what it writes reads back as the same query.
public enum KQLPrinter {
  /// The text of a query.
  public static func text(_ node: KQLNode) -> String {
    switch node {
    case .empty: ""
    case .or(let parts): join(parts, " or ", text)
    case .and(let parts): join(parts, " and ", text)
    case .not(let part): "not " + group(part, text)
    case .isValue(let field, let value): field.map { literal($0) + ": " + literal(value) } ?? literal(value)
    case .list(let field, let values): literal(field) + ": (" + list(values) + ")"
    case .range(let field, let range, let value): "\(literal(field)) \(range.rawValue) \(literal(value))"
    case .nested(let field, let inner): literal(field) + ": { " + text(inner) + " }"
    }
  }

  private static func list(_ node: KQLNode) -> String {
    switch node {
    case .or(let parts): join(parts, " or ", list)
    case .and(let parts): join(parts, " and ", list)
    case .not(let part): "not " + group(part, list)
    default: text(node)
    }
  }

  private static func join(_ parts: [KQLNode], _ separator: String, _ print: (KQLNode) -> String) -> String {
    parts.map { part in
      if case .not = part { return print(part) }
      return group(part, print)
    }.joined(separator: separator)
  }

  private static func group(_ node: KQLNode, _ print: (KQLNode) -> String) -> String {
    switch node {
    case .or, .and, .not: "(" + print(node) + ")"
    case .empty, .isValue, .list, .range, .nested: print(node)
    }
  }

  private static func literal(_ value: KQLValue) -> String {
    switch value {
    case .quoted(let text): quoted(text)
    case .bool(let flag): flag ? "true" : "false"
    case .null: "null"
    case .plain(""): "\\u0020"
    case .plain(let text): escaped(text)
    case .pattern(let parts):
      parts.map { part in
        switch part {
        case .text(let text): escaped(text)
        case .star: "*"
        }
      }.joined()
    }
  }

  private static func quoted(_ text: String) -> String {
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

  /// Text without quotes: special characters, control characters and the first letters of keywords are escaped.
  private static func escaped(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "\\", "(", ")", ":", "<", ">", "\"", "*", "{", "}": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if startsKeyword(scalars[index...]) {
          result += unicode(scalar)
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  private static func startsKeyword(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    ["or", "and", "not"].contains { keyword in
      let word = scalars.prefix(keyword.unicodeScalars.count)
      guard word.elementsEqual(keyword.unicodeScalars, by: { $0.properties.lowercaseMapping == String($1) })
      else { return false }
      guard let next = scalars.dropFirst(word.count).first else { return true }
      return next.properties.isWhitespace
    }
  }

  private static func unicode(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}

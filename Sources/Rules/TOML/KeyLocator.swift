/// Finds the line of a key in a TOML text, for messages.
struct KeyLocator {
  private var lines: [String: Int] = [:]

  /// Reads the headers and keys of a text, without its values.
  init(_ text: String) {
    var table = ""
    var counts: [String: Int] = [:]
    var openQuote: String?
    var brackets = 0
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let number = index + 1
      if openQuote == nil, brackets == 0 {
        let trimmed = line.drop { $0 == " " || $0 == "\t" }
        if trimmed.hasPrefix("[") {
          table = Self.header(trimmed, &counts)
          note(table, number)
          continue
        }
        if let equals = trimmed.firstIndex(of: "="), !trimmed.hasPrefix("#") {
          let key = trimmed[..<equals].filter { $0 != " " && $0 != "\t" && $0 != "\"" }
          note(table.isEmpty ? String(key) : "\(table).\(key)", number)
        }
      }
      Self.follow(line, &openQuote, &brackets)
    }
  }

  private mutating func note(_ path: String, _ line: Int) {
    if lines[path] == nil { lines[path] = line }
  }

  /// The line of a field, or of the nearest table around it; nil when not even that is in the text.
  func line(of field: String) -> Int? {
    var path = field[...]
    while !path.isEmpty {
      if let line = lines[String(path)] { return line }
      guard let cut = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
      path = path[..<cut]
    }
    return nil
  }

  /// The path of a table; tables of a list are numbered from 0.
  private static func header(_ line: Substring, _ counts: inout [String: Int]) -> String {
    let isList = line.hasPrefix("[[")
    let name = line.drop { $0 == "[" }.prefix { $0 != "]" }.filter { $0 != " " && $0 != "\"" }
    var path = ""
    for part in name.split(separator: ".") {
      path = path.isEmpty ? String(part) : "\(path).\(part)"
      if path.count < name.count, let count = counts[path] { path += "[\(count)]" }
    }
    guard isList else { return path }
    let count = counts[path].map { $0 + 1 } ?? 0
    counts[path] = count
    return "\(path)[\(count)]"
  }

  /// Follows quotes and brackets through a line, so that the inside of a value is not taken for keys.
  private static func follow(_ line: Substring, _ openQuote: inout String?, _ brackets: inout Int) {
    var rest = line[...]
    while !rest.isEmpty {
      if let quote = openQuote {
        guard let end = rest.firstRange(of: quote) else {
          if quote.count == 1 { openQuote = nil }
          return
        }
        let isEscaped =
          quote.hasPrefix("\"") && rest[..<end.lowerBound].reversed().prefix { $0 == "\\" }.count % 2 == 1
        rest = rest[end.upperBound...]
        if !isEscaped { openQuote = nil }
        continue
      }
      if let quote = ["\"\"\"", "'''", "\"", "'"].first(where: { rest.hasPrefix($0) }) {
        openQuote = quote
        rest = rest.dropFirst(quote.count)
        continue
      }
      switch rest.removeFirst() {
      case "#": return
      case "[", "{": brackets += 1
      case "]", "}": brackets = max(0, brackets - 1)
      default: break
      }
    }
    if openQuote?.count == 1 { openQuote = nil }
  }
}

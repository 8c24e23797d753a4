/// A DISSECT pattern: keys in `%{…}` with the texts that separate them.
///
/// Source: Elasticsearch reference, "Dissect processor"
/// (https://www.elastic.co/docs/reference/enrich-processor/dissect-processor): `?` skips, `+` appends, `/n` orders what is
/// appended, `->` skips repeated separators.
struct Dissect: Sendable {
  private struct Key: Sendable {
    /// nil when the text is skipped.
    let name: String?
    let isAppended: Bool
    let order: Int
    let skipsPadding: Bool
    /// What stands behind the key; empty at the end of the pattern.
    let separator: String
  }

  /// The columns in the order in which the pattern names them, each once.
  let columns: [String]
  private let leading: String
  private let keys: [Key]
  private let appendSeparator: String

  /// Reads a pattern.
  init(_ pattern: String, separator: String) throws(ESQLCompileError) {
    appendSeparator = separator
    var rest = pattern[...]
    guard let start = rest.firstRange(of: "%{") else {
      throw ESQLCompileError("dissect: the pattern has no %{key}")
    }
    leading = String(rest[..<start.lowerBound])
    rest = rest[start.upperBound...]
    var keys: [Key] = []
    while true {
      guard let end = rest.firstIndex(of: "}") else { throw ESQLCompileError("dissect: %{ is never closed") }
      let text = String(rest[..<end])
      rest = rest[rest.index(after: end)...]
      let next = rest.firstRange(of: "%{")
      keys.append(try Self.key(text, separator: String(rest[..<(next?.lowerBound ?? rest.endIndex)])))
      guard let next else { break }
      rest = rest[next.upperBound...]
    }
    self.keys = keys
    var names: [String] = []
    for name in keys.compactMap(\.name) where !names.contains(name) { names.append(name) }
    columns = names
  }

  private static func key(_ text: String, separator: String) throws(ESQLCompileError) -> Key {
    var name = text[...]
    let skipsPadding = name.hasSuffix("->")
    if skipsPadding { name = name.dropLast(2) }
    if name.hasPrefix("*") || name.hasPrefix("&") {
      throw ESQLCompileError("dissect: reference keys (* and &) are not part of ES|QL")
    }
    let isSkipped = name.isEmpty || name.hasPrefix("?")
    let isAppended = name.hasPrefix("+")
    if isSkipped || isAppended { name = name.dropFirst() }
    var order = 0
    if isAppended, let slash = name.lastIndex(of: "/"), let number = Int(name[name.index(after: slash)...]) {
      order = number
      name = name[..<slash]
    }
    return Key(
      name: isSkipped ? nil : String(name), isAppended: isAppended, order: order, skipsPadding: skipsPadding,
      separator: separator)
  }

  /// The values of the columns for a text; nil when the pattern does not fit.
  func values(_ text: String) -> [Value]? {
    guard text.hasPrefix(leading) else { return nil }
    var rest = text[...].dropFirst(leading.count)
    var parts: [String: [(order: Int, text: String)]] = [:]
    for key in keys {
      let part: Substring
      if key.separator.isEmpty {
        part = rest
        rest = ""
      } else {
        guard let place = rest.firstRange(of: key.separator) else { return nil }
        part = rest[..<place.lowerBound]
        rest = rest[place.upperBound...]
        if key.skipsPadding {
          while rest.hasPrefix(key.separator) { rest = rest.dropFirst(key.separator.count) }
        }
      }
      guard let name = key.name else { continue }
      if key.isAppended {
        parts[name, default: []].append((key.order, String(part)))
      } else {
        parts[name] = [(key.order, String(part))]
      }
    }
    return columns.map { name in
      let sorted = (parts[name] ?? []).enumerated().sorted { left, right in
        (left.element.order, left.offset) < (right.element.order, right.offset)
      }
      return .text(sorted.map(\.element.text).joined(separator: appendSeparator))
    }
  }
}

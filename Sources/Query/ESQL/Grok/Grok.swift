/// A GROK pattern: a regular expression in which `%{NAME:column:type}` stands for a pattern of the library.
struct Grok: Sendable {
  /// A column that the pattern fills.
  struct Column: Sendable, Hashable {
    let name: String
    let type: ESQLType
  }

  /// The columns in the order in which the pattern names them, each once.
  let columns: [Column]
  private let pattern: Pattern
  /// For each group of the expression the place of its column; nil for groups without a name.
  private let places: [Int?]

  private static let maximumDepth = 12
  private static let maximumLength = 8000

  /// Reads a pattern.
  ///
  /// - Throws: `ESQLCompileError` when the library lacks a name or the expression is wrong.
  init(_ text: String) throws(ESQLCompileError) {
    var columns: [Column] = []
    let expression = try Self.expand(text, &columns, depth: 0)
    do {
      pattern = try Pattern(expression)
    } catch {
      throw ESQLCompileError("grok: \(error)")
    }
    var unique: [Column] = []
    for name in pattern.groupNames where !name.isEmpty && !unique.contains(where: { $0.name == name }) {
      unique.append(columns.first { $0.name == name } ?? Column(name: name, type: .keyword))
    }
    self.columns = unique
    places = pattern.groupNames.map { name in unique.firstIndex { $0.name == name } }
  }

  /// Puts the patterns of the library in the place of their names.
  private static func expand(
    _ text: String, _ columns: inout [Column], depth: Int
  ) throws(ESQLCompileError) -> String {
    guard depth < maximumDepth else { throw ESQLCompileError("grok: the patterns are nested too deep") }
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "%{") {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard let end = rest.firstIndex(of: "}") else { throw ESQLCompileError("grok: %{ is never closed") }
      let parts = rest[..<end].split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(
        String.init)
      rest = rest[rest.index(after: end)...]
      guard let definition = GrokLibrary.patterns[parts[0]] else {
        throw ESQLCompileError("grok: there is no pattern \"\(parts[0])\"")
      }
      let inner = try expand(definition, &columns, depth: depth + 1)
      guard parts.count > 1, !parts[1].isEmpty else {
        result += "(?:\(inner))"
        continue
      }
      columns.append(Column(name: parts[1], type: try type(parts.count > 2 ? parts[2] : "keyword")))
      result += "(?<\(parts[1])>\(inner))"
      guard result.utf8.count <= maximumLength else {
        throw ESQLCompileError("grok: the pattern is too long")
      }
    }
    return result + rest
  }

  private static func type(_ name: String) throws(ESQLCompileError) -> ESQLType {
    switch name {
    case "keyword", "string": return .keyword
    case "int", "long": return .long
    case "float", "double": return .double
    case "boolean": return .boolean
    default:
      throw ESQLCompileError("grok: unknown type \"\(name)\"; int, long, float, double and boolean are known")
    }
  }

  /// The values of the columns for a text; nil when the pattern fits nowhere. A name that fits several times has several
  /// values.
  func values(_ text: String, _ context: ESQLContext) -> [Value]? {
    let scalars = Array(text.unicodeScalars)
    var steps = Pattern.maximumSteps
    guard let match = pattern.firstMatch(in: scalars, from: 0, steps: &steps) else {
      if steps == 0 {
        context.warn("grok: a search took too many steps and was given up; the columns are null")
      }
      return nil
    }
    var found: [[Value]] = Array(repeating: [], count: columns.count)
    for (group, range) in match.groups.enumerated() {
      guard let place = places[group], let range else { continue }
      let value = Self.value(ESQLFunctions.joined(scalars[range]), columns[place].type)
      if !value.isNull { found[place].append(value) }
    }
    return found.map { Value(several: $0) }
  }

  private static func value(_ text: String, _ type: ESQLType) -> Value {
    switch type {
    case .long: Int64(text).map { .long($0) } ?? .null
    case .double: Double(text).map { .double($0) } ?? .null
    case .boolean: .boolean(text.lowercased() == "true")
    default: .text(text)
    }
  }
}

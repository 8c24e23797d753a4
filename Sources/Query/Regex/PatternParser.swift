/// Reads the common syntax of regular expressions that Java and Oniguruma share, without back references.
///
/// Atomic groups and possessive repetitions are read as plain ones: the engine does not backtrack, so they save nothing.
struct PatternParser {
  private var reader: RegexReader
  private(set) var names: [String] = []
  private var ignoresCase = false
  private var dotMatchesNewline = false

  private init(_ pattern: String) throws(RegexError) {
    reader = try RegexReader(pattern)
  }

  /// The expression, and for each group its name; empty when it has none.
  static func parse(_ pattern: String) throws(RegexError) -> (node: PatternNode, groups: [String]) {
    var parser = try PatternParser(pattern)
    let node = try parser.alternation(depth: 0)
    guard parser.reader.isAtEnd else { throw parser.reader.error("unexpected \")\"") }
    return (node, parser.names)
  }

  private mutating func alternation(depth: Int) throws(RegexError) -> PatternNode {
    guard depth < RegexReader.maximumDepth else { throw reader.error("groups are nested too deep") }
    var parts = [try concatenation(depth: depth)]
    while reader.take("|") { parts.append(try concatenation(depth: depth)) }
    return parts.count == 1 ? parts[0] : .alternation(parts)
  }

  private mutating func concatenation(depth: Int) throws(RegexError) -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = reader.peek, scalar != ")", scalar != "|" {
      parts.append(try repetition(depth: depth))
    }
    return parts.count == 1 ? parts[0] : .concatenation(parts)
  }

  private mutating func repetition(depth: Int) throws(RegexError) -> PatternNode {
    var node = try atom(depth: depth)
    var count = 0
    while let bounds = try repetitionBounds() {
      count += 1
      guard count <= 4 else { throw reader.error("too many repetitions on one expression") }
      let isLazy = reader.take("?")
      if !isLazy { _ = reader.take("+") }
      node = .repetition(node, minimum: bounds.minimum, maximum: bounds.maximum, isLazy: isLazy)
    }
    return node
  }

  private mutating func repetitionBounds() throws(RegexError) -> (minimum: Int, maximum: Int?)? {
    switch reader.peek {
    case "?":
      reader.index += 1
      return (0, 1)
    case "*":
      reader.index += 1
      return (0, nil)
    case "+":
      reader.index += 1
      return (1, nil)
    case "{":
      // A brace that opens no repetition is a plain character.
      guard reader.index + 1 < reader.text.count, ("0"..."9").contains(reader.text[reader.index + 1]) else {
        return nil
      }
      reader.index += 1
      return try reader.bounds()
    default: return nil
    }
  }

  private mutating func atom(depth: Int) throws(RegexError) -> PatternNode {
    guard let scalar = reader.next() else { throw reader.error("the pattern ends too early") }
    switch scalar {
    case "(": return try group(depth: depth)
    case "[":
      return set(
        try reader.characterClass(posixNames: true) { (reader) throws(RegexError) in
          try Self.classEscape(&reader)
        })
    case ".": return .set(dotMatchesNewline ? .all : ScalarSet([0x0A...0x0A, 0x0D...0x0D]).inverted)
    case "^": return .assertion(.start)
    case "$": return .assertion(.end)
    case "\\": return try escape()
    case "*", "+", "?": throw RegexError("there is nothing to repeat", at: reader.index - 1)
    default: return set(ScalarSet(scalar))
    }
  }

  private func set(_ set: ScalarSet) -> PatternNode { .set(ignoresCase ? set.ignoringCase : set) }

  private mutating func escape() throws(RegexError) -> PatternNode {
    switch reader.peek {
    case "b":
      reader.index += 1
      return .assertion(.wordBoundary)
    case "B":
      reader.index += 1
      return .assertion(.notWordBoundary)
    case "A":
      reader.index += 1
      return .assertion(.start)
    case "z", "Z":
      reader.index += 1
      return .assertion(.end)
    case "Q":
      reader.index += 1
      return quotation()
    case .some(let digit) where ("1"..."9").contains(digit):
      throw reader.error("back references are not supported: they make matching unbounded")
    default: return set(try Self.classEscape(&reader))
    }
  }

  private mutating func quotation() -> PatternNode {
    var parts: [PatternNode] = []
    while !reader.isAtEnd, !reader.take("\\E") {
      if let scalar = reader.next() { parts.append(set(ScalarSet(scalar))) }
    }
    return .concatenation(parts)
  }

  private static func classEscape(_ reader: inout RegexReader) throws(RegexError) -> ScalarSet {
    guard let scalar = reader.next() else { throw reader.error("the pattern ends with a backslash") }
    if let set = RegexReader.shorthand(scalar) { return set }
    switch scalar {
    case "n": return ScalarSet("\n")
    case "r": return ScalarSet("\r")
    case "t": return ScalarSet("\t")
    case "f": return ScalarSet("\u{C}")
    case "e": return ScalarSet("\u{1B}")
    case "h": return ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
    case "x": return try hexadecimal(2, &reader)
    case "u": return try hexadecimal(4, &reader)
    case "p", "P": return try property(isNegated: scalar == "P", &reader)
    default: return ScalarSet(scalar)
    }
  }

  private static func hexadecimal(_ digits: Int, _ reader: inout RegexReader) throws(RegexError) -> ScalarSet
  {
    var text = ""
    while text.utf8.count < digits, let scalar = reader.next() { text.unicodeScalars.append(scalar) }
    guard let value = UInt32(text, radix: 16), let scalar = Unicode.Scalar(value) else {
      throw reader.error("expected \(digits) hexadecimal digits")
    }
    return ScalarSet(scalar)
  }

  private static let properties: [String: ScalarSet] = [
    "Alpha": ScalarSet([0x41...0x5A, 0x61...0x7A]), "Digit": .digits, "Upper": ScalarSet([0x41...0x5A]),
    "Lower": ScalarSet([0x61...0x7A]), "Alnum": ScalarSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A]),
    "Punct": ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]), "Space": .space,
    "XDigit": ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66]), "ASCII": ScalarSet([0...0x7F]),
  ]

  private static func property(isNegated: Bool, _ reader: inout RegexReader) throws(RegexError) -> ScalarSet {
    try reader.expect("{")
    var name = ""
    while let scalar = reader.next(), scalar != "}" { name.unicodeScalars.append(scalar) }
    guard let set = properties[name] else { throw reader.error("unknown property \"\(name)\"") }
    return isNegated ? set.inverted : set
  }

  // MARK: Groups

  private mutating func group(depth: Int) throws(RegexError) -> PatternNode {
    guard reader.take("?") else { return try capture("", depth: depth) }
    if reader.take(":") || reader.take(">") { return try scoped(depth: depth) }
    if reader.take("=") { return .look(try scoped(depth: depth), isBehind: false, isNegated: false) }
    if reader.take("!") { return .look(try scoped(depth: depth), isBehind: false, isNegated: true) }
    if reader.take("<=") { return try behind(isNegated: false, depth: depth) }
    if reader.take("<!") { return try behind(isNegated: true, depth: depth) }
    if reader.take("<") || reader.take("P<") || reader.take("'") {
      return try capture(try name(), depth: depth)
    }
    return try flags(depth: depth)
  }

  private mutating func name() throws(RegexError) -> String {
    var name = ""
    while let scalar = reader.next(), scalar != ">", scalar != "'" { name.unicodeScalars.append(scalar) }
    guard !name.isEmpty else { throw reader.error("the group has no name") }
    return name
  }

  private mutating func capture(_ name: String, depth: Int) throws(RegexError) -> PatternNode {
    let number = names.count
    names.append(name)
    return .group(try scoped(depth: depth), number)
  }

  /// Reads up to the closing parenthesis; flags that are set inside end there.
  private mutating func scoped(depth: Int) throws(RegexError) -> PatternNode {
    let saved = (ignoresCase, dotMatchesNewline)
    let inner = try alternation(depth: depth + 1)
    try reader.expect(")")
    (ignoresCase, dotMatchesNewline) = saved
    return inner
  }

  private mutating func behind(isNegated: Bool, depth: Int) throws(RegexError) -> PatternNode {
    let inner = try scoped(depth: depth)
    guard inner.width != nil else { throw reader.error("a look behind must have a fixed length") }
    return .look(inner, isBehind: true, isNegated: isNegated)
  }

  /// Reads `(?i)`, `(?s)`, `(?i:…)` and their opposites.
  private mutating func flags(depth: Int) throws(RegexError) -> PatternNode {
    let saved = (ignoresCase, dotMatchesNewline)
    var isOn = true
    while let scalar = reader.next() {
      switch scalar {
      case "-": isOn = false
      case "i", "u": if scalar == "i" { ignoresCase = isOn }
      case "s", "m": dotMatchesNewline = isOn
      case "x", "U": throw reader.error("the flag \(scalar) is not supported")
      case ")": return .empty
      case ":":
        let inner = try alternation(depth: depth + 1)
        try reader.expect(")")
        (ignoresCase, dotMatchesNewline) = saved
        return inner
      default: throw reader.error("unknown group (?\(scalar)")
      }
    }
    throw reader.error("the group is never closed")
  }
}

/// Splits a query into words. White space and comments (`//`, `/* */`) separate them.
struct QueryLexer {
  private let text: [Unicode.Scalar]
  private var index = 0
  private(set) var tokens: [(token: QueryToken, offset: Int)] = []

  private init(_ text: [Unicode.Scalar]) {
    self.text = text
  }

  static func tokens(_ text: [Unicode.Scalar]) throws(QuerySyntaxError) -> [(token: QueryToken, offset: Int)]
  {
    var lexer = QueryLexer(text)
    while try lexer.next() {}
    lexer.tokens.append((.end, text.count))
    return lexer.tokens
  }

  private func peek(_ distance: Int = 0) -> Unicode.Scalar? {
    index + distance < text.count ? text[index + distance] : nil
  }

  private func starts(_ word: String) -> Bool {
    var place = index
    for scalar in word.unicodeScalars {
      guard place < text.count, text[place] == scalar else { return false }
      place += 1
    }
    return true
  }

  private func error(_ message: String, at offset: Int) -> QuerySyntaxError {
    QuerySyntaxError(message, in: text, at: offset)
  }

  private static let symbols = [
    "==", "!=", "<=", ">=", "![", "::", "<", ">", "=", ":", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",",
    "|", ".", "?", "{", "}",
    "~",
  ].map { (text: $0, scalars: Array($0.unicodeScalars)) }

  private mutating func next() throws(QuerySyntaxError) -> Bool {
    try skip()
    guard let scalar = peek() else { return false }
    let start = index
    switch scalar {
    case "\"": tokens.append((.string(try starts("\"\"\"") ? raw() : quoted()), start))
    case "'": throw error("texts stand in double quotes", at: start)
    case "`": tokens.append((.quotedIdentifier(try backquoted()), start))
    case "0"..."9": tokens.append((try number(), start))
    case _ where Self.isLetter(scalar): tokens.append((.identifier(word()), start))
    default:
      guard let symbol = Self.symbols.first(where: { text[start...].starts(with: $0.scalars) }) else {
        throw error("unexpected \"\(scalar)\"", at: start)
      }
      index += symbol.scalars.count
      tokens.append((.symbol(symbol.text), start))
    }
    return true
  }

  private mutating func skip() throws(QuerySyntaxError) {
    while let scalar = peek() {
      if Self.isSpace(scalar) {
        index += 1
      } else if starts("//") {
        while let scalar = peek(), scalar != "\n" { _ = scalar; index += 1 }
      } else if starts("/*") {
        let start = index
        index += 2
        while !starts("*/") {
          guard index < text.count else { throw error("the comment is never closed", at: start) }
          index += 1
        }
        index += 2
      } else {
        return
      }
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return scalar.properties.isWhitespace }
    return scalar == " " || ("\t"..."\r").contains(scalar)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "@" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private mutating func word() -> String {
    let start = index
    while let scalar = peek(), Self.isLetter(scalar) || ("0"..."9").contains(scalar) { index += 1 }
    let word = text[start..<index]
    return String(unsafeUninitializedCapacity: word.count) { bytes in
      for (place, scalar) in word.enumerated() { bytes[place] = UInt8(truncatingIfNeeded: scalar.value) }
      return word.count
    }
  }

  private mutating func backquoted() throws(QuerySyntaxError) -> String {
    let start = index
    var result = String.UnicodeScalarView()
    index += 1
    while let scalar = peek() {
      index += 1
      if scalar != "`" {
        result.append(scalar)
      } else if peek() == "`" {
        result.append(scalar)
        index += 1
      } else {
        return String(result)
      }
    }
    throw error("the backquote is never closed", at: start)
  }

  private mutating func raw() throws(QuerySyntaxError) -> String {
    let start = index
    var result = String.UnicodeScalarView()
    index += 3
    while index < text.count {
      if starts("\"\"\""), peek(3) != "\"" {
        index += 3
        return String(result)
      }
      result.append(text[index])
      index += 1
    }
    throw error("the quotes are never closed", at: start)
  }

  private mutating func quoted() throws(QuerySyntaxError) -> String {
    let start = index
    var result = String.UnicodeScalarView()
    index += 1
    while let scalar = peek() {
      index += 1
      switch scalar {
      case "\"": return String(result)
      case "\n": throw error("the quotes are never closed", at: start)
      case "\\": result.append(try escape())
      default: result.append(scalar)
      }
    }
    throw error("the quotes are never closed", at: start)
  }

  private mutating func escape() throws(QuerySyntaxError) -> Unicode.Scalar {
    let start = index - 1
    guard let letter = peek() else { throw error("the query ends in a backslash", at: start) }
    index += 1
    switch letter {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "\\", "\"", "'": return letter
    case "u": return try unicode(start)
    default:
      throw error("a backslash must stand in front of n, r, t, b, f, \\, \" or u{…}", at: start)
    }
  }

  private mutating func unicode(_ start: Int) throws(QuerySyntaxError) -> Unicode.Scalar {
    var digits = ""
    if peek() == "{" {
      index += 1
      while let scalar = peek(), scalar != "}", digits.count < 9 {
        digits.unicodeScalars.append(scalar)
        index += 1
      }
      guard peek() == "}" else { throw error("expected u{…} with two to eight digits", at: start) }
      index += 1
    }
    guard (2...8).contains(digits.count), let value = UInt32(digits, radix: 16),
      let scalar = Unicode.Scalar(value)
    else { throw error("expected u{…} with two to eight digits of a character", at: start) }
    return scalar
  }

  private mutating func number() throws(QuerySyntaxError) -> QueryToken {
    let start = index
    var isDecimal = false
    var literal = ""
    while let scalar = peek() {
      let isDot = scalar == "." && !isDecimal && (peek(1).map { ("0"..."9").contains($0) } ?? false)
      let isExponent =
        (scalar == "e" || scalar == "E") && !literal.lowercased().contains("e")
        && (peek(1).map { ("0"..."9").contains($0) || $0 == "-" || $0 == "+" } ?? false)
      guard ("0"..."9").contains(scalar) || isDot || isExponent else { break }
      if isDot || isExponent { isDecimal = true }
      literal.unicodeScalars.append(scalar)
      index += 1
      if isExponent, let sign = peek(), sign == "-" || sign == "+" {
        literal.unicodeScalars.append(sign)
        index += 1
      }
    }
    if !isDecimal, let value = Int64(literal) { return .integer(value) }
    guard let value = Double(literal), value.isFinite else {
      throw error("the number is too large", at: start)
    }
    return .decimal(value)
  }
}

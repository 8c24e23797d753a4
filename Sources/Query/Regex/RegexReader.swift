/// The characters of a pattern with a place in them: what both syntaxes of regular expressions read the same way.
struct RegexReader {
  /// A pattern may have this many characters.
  static let maximumLength = 8192
  /// Groups may be nested this deep.
  static let maximumDepth = 100
  /// A repetition may be asked for this many times.
  static let maximumRepetition = 1000

  let text: [Unicode.Scalar]
  var index = 0

  init(_ pattern: String) throws(RegexError) {
    text = Array(pattern.unicodeScalars)
    guard text.count <= Self.maximumLength else {
      throw RegexError("the pattern has more than \(Self.maximumLength) characters", at: 0)
    }
  }

  var peek: Unicode.Scalar? { index < text.count ? text[index] : nil }
  var isAtEnd: Bool { index >= text.count }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    index += 1
    return true
  }

  mutating func take(_ word: String) -> Bool {
    let scalars = Array(word.unicodeScalars)
    guard index + scalars.count <= text.count, text[index..<index + scalars.count].elementsEqual(scalars)
    else {
      return false
    }
    index += scalars.count
    return true
  }

  mutating func next() -> Unicode.Scalar? {
    guard let scalar = peek else { return nil }
    index += 1
    return scalar
  }

  func error(_ message: String) -> RegexError { RegexError(message, at: min(index, text.count)) }

  mutating func expect(_ scalar: Unicode.Scalar) throws(RegexError) {
    guard take(scalar) else { throw error("expected \"\(scalar)\"") }
  }

  mutating func number() -> Int? {
    let start = index
    var value = 0
    while let scalar = peek, ("0"..."9").contains(scalar), index - start < 9 {
      value = value * 10 + Int(scalar.value - 0x30)
      index += 1
    }
    return index > start ? value : nil
  }

  /// Reads `n}`, `n,}` or `n,m}` behind an opening brace.
  mutating func bounds() throws(RegexError) -> (minimum: Int, maximum: Int?) {
    guard let minimum = number() else { throw error("expected a number") }
    var maximum: Int? = minimum
    if take(",") { maximum = number() }
    try expect("}")
    guard minimum <= Self.maximumRepetition, maximum ?? 0 <= Self.maximumRepetition else {
      throw error("a repetition may be asked for \(Self.maximumRepetition) times")
    }
    if let maximum, maximum < minimum { throw error("the bounds of the repetition are the wrong way round") }
    return (minimum, maximum)
  }

  /// The set of `\d`, `\w`, `\s` and their opposites.
  static func shorthand(_ letter: Unicode.Scalar) -> ScalarSet? {
    switch letter {
    case "d": .digits
    case "D": ScalarSet.digits.inverted
    case "w": .word
    case "W": ScalarSet.word.inverted
    case "s": .space
    case "S": ScalarSet.space.inverted
    default: nil
    }
  }

  /// Reads a class behind its opening bracket. `escape` reads what stands behind a backslash.
  mutating func characterClass(
    posixNames: Bool, escape: (inout RegexReader) throws(RegexError) -> ScalarSet
  ) throws(RegexError) -> ScalarSet {
    let isNegated = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    var isFirst = true
    while true {
      guard let scalar = next() else { throw error("the class is never closed") }
      if scalar == "]", !isFirst { break }
      isFirst = false
      if posixNames, scalar == "[", peek == ":" {
        ranges += try posixClass().ranges
        continue
      }
      if posixNames, scalar == "[" {
        ranges += try characterClass(posixNames: true, escape: escape).ranges
        continue
      }
      let low = scalar == "\\" ? try escape(&self) : ScalarSet(scalar)
      guard peek == "-", index + 1 < text.count, text[index + 1] != "]" else {
        ranges += low.ranges
        continue
      }
      index += 1
      guard let end = next() else { throw error("the class is never closed") }
      let high = end == "\\" ? try escape(&self) : ScalarSet(end)
      guard let first = low.ranges.first, let last = high.ranges.last, first.lowerBound <= last.upperBound
      else {
        throw error("the range is the wrong way round")
      }
      ranges.append(first.lowerBound...last.upperBound)
    }
    let set = ScalarSet(ranges)
    return isNegated ? set.inverted : set
  }

  private static let posix: [String: ScalarSet] = [
    "alnum": ScalarSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A]),
    "alpha": ScalarSet([0x41...0x5A, 0x61...0x7A]),
    "digit": .digits, "lower": ScalarSet([0x61...0x7A]), "upper": ScalarSet([0x41...0x5A]),
    "space": .space, "blank": ScalarSet([0x09...0x09, 0x20...0x20]),
    "punct": ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]),
    "xdigit": ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66]), "word": .word,
    "cntrl": ScalarSet([0x00...0x1F, 0x7F...0x7F]), "print": ScalarSet([0x20...0x7E]),
    "graph": ScalarSet([0x21...0x7E]),
  ]

  private mutating func posixClass() throws(RegexError) -> ScalarSet {
    index += 1
    let isNegated = take("^")
    var name = ""
    while let scalar = peek, scalar.properties.isAlphabetic, name.utf8.count < 8 {
      name.unicodeScalars.append(scalar)
      index += 1
    }
    guard let set = Self.posix[name], take(":]") else { throw error("unknown class name \"\(name)\"") }
    return isNegated ? set.inverted : set
  }
}

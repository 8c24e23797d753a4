/// Finds what makes the TOML library stop the program instead of refusing a text: table headers without a name, brackets
/// that close what was not opened, and white space outside ASCII. Everything else is left to the library.
struct TOMLGuard {
  /// The bytes of the text, each as the character of its number: nothing outside ASCII matters here.
  private let text: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  /// The brackets that are open.
  private var open: [Unicode.Scalar] = []

  private init(_ text: String) {
    // A byte order mark may stand in front of everything.
    let bytes = text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? text.utf8.dropFirst(3) : text.utf8[...]
    self.text = bytes.map { Unicode.Scalar($0) }
  }

  /// The first such place; nil when there is none.
  static func problem(in text: String) -> (line: Int, message: String)? {
    var reader = TOMLGuard(text)
    return reader.run().map { (reader.line, $0) }
  }

  private var peek: Unicode.Scalar? { index < text.count ? text[index] : nil }

  private mutating func run() -> String? {
    var isLineStart = true
    while let scalar = peek {
      switch scalar {
      case "\n":
        line += 1
        index += 1
        isLineStart = true
        continue
      case " ", "\t", "\r": index += 1
      case "#": skipComment()
      case "\"", "'": skipString(scalar)
      case "[" where isLineStart && open.isEmpty:
        if let message = header() { return message }
      case _ where !scalar.isASCII:
        return "unexpected character outside quotes"
      default:
        if let message = bracket(scalar) { return message }
        index += 1
      }
      if scalar != " ", scalar != "\t" { isLineStart = false }
    }
    return nil
  }

  private mutating func bracket(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "[", "{": open.append(scalar)
    case "]": if open.popLast() != "[" { return "unexpected ]" }
    case "}": if open.popLast() != "{" { return "unexpected }" }
    default: break
    }
    return nil
  }

  /// Reads a header up to the end of the line.
  private mutating func header() -> String? {
    index += has("[", count: 2) ? 2 : 1
    while let scalar = peek, scalar == " " || scalar == "\t" { index += 1 }
    guard let first = peek, Self.isKeyStart(first) else { return "a table needs a name" }
    while let scalar = peek, scalar != "\n", scalar != "#" {
      if scalar == "\"" || scalar == "'" { skipString(scalar) } else { index += 1 }
    }
    return nil
  }

  private static func isKeyStart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "\"", "'": true
    default: false
    }
  }

  private mutating func skipComment() {
    while let scalar = peek, scalar != "\n" {
      index += 1
      _ = scalar
    }
  }

  /// Skips a string of one line or of several, with escapes when it is in double quotes.
  private mutating func skipString(_ quote: Unicode.Scalar) {
    let isLong = has(quote, count: 3)
    index += isLong ? 3 : 1
    while let scalar = peek {
      if scalar == "\n" {
        if !isLong { return }
        line += 1
      }
      if scalar == "\\", quote == "\"" {
        index += 2
        continue
      }
      if scalar == quote, !isLong || has(quote, count: 3) {
        index += isLong ? 3 : 1
        while isLong, peek == quote { index += 1 }
        return
      }
      index += 1
    }
  }

  private func has(_ scalar: Unicode.Scalar, count: Int) -> Bool {
    index + count <= text.count && text[index..<index + count].allSatisfy { $0 == scalar }
  }
}

/// Finds what makes the TOML library stop the program instead of refusing a text: table headers without a name, brackets
/// that close what was not opened, and white space outside ASCII. Everything else is left to the library.
///
/// On the way it notes where long texts stand.
struct TOMLGuard {
  /// What was found in a text.
  struct Findings {
    /// The first place that stops the program; nil when there is none.
    var problem: (line: Int, message: String)?
    /// The texts of several lines, from the first quote to the last, by the places of their bytes.
    var longTexts: [Range<Int>] = []
  }

  /// The bytes of the text: nothing outside ASCII matters here.
  private let text: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var line = 1
  /// The brackets that are open.
  private var open: [UInt8] = []
  private var longTexts: [Range<Int>] = []

  private init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    // A byte order mark may stand in front of everything.
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  /// Looks through a text.
  static func check(_ text: UnsafeBufferPointer<UInt8>) -> Findings {
    var reader = TOMLGuard(text)
    let message = reader.run()
    return Findings(problem: message.map { (reader.line, $0) }, longTexts: reader.longTexts)
  }

  private var peek: UInt8? { index < text.count ? text[index] : nil }

  private mutating func run() -> String? {
    var isLineStart = true
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        index += 1
        isLineStart = true
        continue
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
      case UInt8(ascii: "[") where isLineStart && open.isEmpty:
        if let message = header() { return message }
      case 0x80...:
        return "unexpected character outside quotes"
      default:
        if let message = bracket(byte) { return message }
        index += 1
      }
      if byte != UInt8(ascii: " "), byte != UInt8(ascii: "\t") { isLineStart = false }
    }
    return nil
  }

  private mutating func bracket(_ byte: UInt8) -> String? {
    switch byte {
    case UInt8(ascii: "["), UInt8(ascii: "{"): open.append(byte)
    case UInt8(ascii: "]"): if open.popLast() != UInt8(ascii: "[") { return "unexpected ]" }
    case UInt8(ascii: "}"): if open.popLast() != UInt8(ascii: "{") { return "unexpected }" }
    default: break
    }
    return nil
  }

  /// Reads a header up to the end of the line.
  private mutating func header() -> String? {
    index += has(UInt8(ascii: "["), count: 2) ? 2 : 1
    while let byte = peek, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { index += 1 }
    guard let first = peek, Self.isKeyStart(first) else { return "a table needs a name" }
    while let byte = peek, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "#") {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { skipString(byte) } else { index += 1 }
    }
    return nil
  }

  private static func isKeyStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      true
    default: false
    }
  }

  private mutating func skipComment() {
    index = text[index...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
  }

  /// Skips a string of one line or of several, with escapes when it is in double quotes.
  private mutating func skipString(_ quote: UInt8) {
    let isLong = has(quote, count: 3)
    let start = index
    index += isLong ? 3 : 1
    while let byte = peek {
      if byte == UInt8(ascii: "\n") {
        if !isLong { return }
        line += 1
      }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        index += 2
        continue
      }
      if byte == quote, !isLong || has(quote, count: 3) {
        index += isLong ? 3 : 1
        while isLong, peek == quote { index += 1 }
        if isLong { longTexts.append(start..<index) }
        return
      }
      index += 1
    }
  }

  private func has(_ byte: UInt8, count: Int) -> Bool {
    index + count <= text.count && text[index..<index + count].allSatisfy { $0 == byte }
  }
}

/// Numbers for texts: each text that differs in a byte has its own.
struct TextCodes: Sendable {
  /// The alert does not have the field.
  static let absent: Int32 = 0
  /// No column can hold what the alert has.
  static let unknown: Int32 = 1

  /// A text that is compared by its bytes. Strings are equal when they look equal, which SQLite does not see.
  private struct Key: Hashable {
    let text: String

    static func == (left: Key, right: Key) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }

  /// The texts by number; the first two places belong to no text.
  private(set) var texts = ["", ""]
  private var numbers: [Key: Int32] = [:]

  /// The number of a text, which gets one when it has none.
  mutating func code(_ text: String) -> Int32 {
    let key = Key(text: text)
    if let known = numbers[key] { return known }
    let new = Int32(texts.count)
    texts.append(text)
    numbers[key] = new
    return new
  }

  /// The number of a text; nil when no alert has it.
  func known(_ text: String) -> Int32? { numbers[Key(text: text)] }

  /// The place of each number in the order of SQLite: what is absent first, then texts by their bytes, then what is unknown.
  var ranks: [Int64] {
    let order = texts.indices.dropFirst(2).sorted {
      texts[$0].utf8.lexicographicallyPrecedes(texts[$1].utf8)
    }
    var ranks = [Int64](repeating: 0, count: texts.count)
    for (place, code) in order.enumerated() { ranks[code] = Int64(place + 1) }
    ranks[Int(Self.unknown)] = Int64(order.count + 1)
    return ranks
  }
}

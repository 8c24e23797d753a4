/// A TOML text without its long texts, for each of which a short one stands. Most of a rule is prose, through which the TOML
/// library goes character by character.
struct TOMLOutline {
  /// Shorter texts stay where they are, in bytes.
  private static let minimumLength = 128
  /// What no text holds: it differs from process to process.
  private static let mark = "outline-" + String(UInt64.random(in: .min ... .max), radix: 36) + "-"

  /// The shortened document.
  let text: String
  private let longTexts: [String]

  /// The outline of a document.
  ///
  /// - Parameters:
  ///   - document: Its bytes, which are UTF-8.
  ///   - places: Where texts of several lines stand.
  init(_ document: UnsafeBufferPointer<UInt8>, longTexts places: [Range<Int>]) {
    var short: [UInt8] = []
    var found: [String] = []
    var copied = 0
    for place in places {
      guard let content = Self.content(UnsafeBufferPointer(rebasing: document[place])) else { continue }
      short += document[copied..<place.lowerBound]
      short += "\"\(Self.mark)\(found.count)\"".utf8
      found.append(String(decoding: content, as: UTF8.self))
      copied = place.upperBound
    }
    short += document[copied...]
    text = String(decoding: short, as: UTF8.self)
    longTexts = found
  }

  /// What a text of several lines says, when that is what stands between its quotes; nil when it is short, and when it has
  /// escapes or characters that it may not have.
  private static func content(_ quoted: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    guard quoted.count >= minimumLength, let quote = quoted.first else { return nil }
    var content = UnsafeBufferPointer(rebasing: quoted.dropFirst(3).dropLast(3))
    // The first line break is not part of the text.
    if content.first == UInt8(ascii: "\n") { content = UnsafeBufferPointer(rebasing: content.dropFirst()) }
    // Up to two quotes may stand in front of the last three.
    guard content.last != quote else { return nil }
    let hasEscapes = quote == UInt8(ascii: "\"")
    for byte in content {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\t"): continue
      case 0..<0x20, 0x7F: return nil
      case UInt8(ascii: "\\"): if hasEscapes { return nil }
      default: continue
      }
    }
    return content
  }

  /// The text that a text of the outline stands for.
  func restored(_ text: String) -> String {
    guard text.hasPrefix(Self.mark), let number = Int(text.dropFirst(Self.mark.count)),
      longTexts.indices.contains(number)
    else { return text }
    return longTexts[number]
  }
}

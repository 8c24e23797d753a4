/// Looks for single values in a JSON text that was read before, without making a tree of it.
public enum JSONLookup {
  /// What a search came to.
  public enum Result {
    /// There is no such value.
    case absent
    /// The text of the value.
    case text(UnsafeBufferPointer<UInt8>)
    /// Only a tree can tell: keys have escapes or stand for several steps of a path.
    case unclear
  }

  /// A member of an object; of several with one name the last.
  ///
  /// - Parameters:
  ///   - name: The bytes of the name.
  ///   - object: The text of the object, from brace to brace.
  /// - Returns: The member; `unclear` when a key of the object has an escape or a dot.
  public static func member(_ name: [UInt8], of object: UnsafeBufferPointer<UInt8>) -> Result {
    guard let start = object.baseAddress else { return .unclear }
    let scanner = JSONScanner(start: start, end: start + object.count)
    var found = Result.absent
    do throws(JSONError) {
      var place = try scanner.next(start + 1)
      while place.pointee != UInt8(ascii: "}") {
        let start = place + 1
        var isEscaped = false
        place = try scanner.skipString(place, escaped: &isEscaped)
        let key = UnsafeBufferPointer(start: start, count: place - 1 - start)
        guard !isEscaped, !key.contains(UInt8(ascii: ".")) else { return .unclear }
        let value = try scanner.skipColon(place)
        place = try scanner.skipValue(value, depth: 0)
        if key.elementsEqual(name) {
          found = .text(UnsafeBufferPointer(start: value, count: place - value))
        }
        place = try scanner.next(place)
        if place.pointee == UInt8(ascii: ",") { place = try scanner.skipComma(place) }
      }
    } catch {
      return .unclear
    }
    return found
  }

  /// The only element of a list.
  ///
  /// - Parameter list: The text of the list, from bracket to bracket.
  /// - Returns: The element; `unclear` when there are several.
  public static func onlyElement(of list: UnsafeBufferPointer<UInt8>) -> Result {
    guard let start = list.baseAddress else { return .unclear }
    let scanner = JSONScanner(start: start, end: start + list.count)
    do throws(JSONError) {
      let first = try scanner.next(start + 1)
      if first.pointee == UInt8(ascii: "]") { return .absent }
      let end = try scanner.skipValue(first, depth: 0)
      guard try scanner.next(end).pointee == UInt8(ascii: "]") else { return .unclear }
      return .text(UnsafeBufferPointer(start: first, count: end - first))
    } catch {
      return .unclear
    }
  }

  /// A scalar that its text holds as it is; nil for one with escapes, and for `null`, lists and objects.
  public static func scalar(_ text: UnsafeBufferPointer<UInt8>) -> FieldValue? {
    guard let first = text.first else { return nil }
    switch first {
    case UInt8(ascii: "\""):
      let inner = UnsafeBufferPointer(rebasing: text[1..<text.count - 1])
      return hasEscapes(inner) ? nil : FieldValue(kind: .string, bytes: inner)
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return FieldValue(kind: .boolean, bytes: text)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return FieldValue(kind: .number, bytes: text)
    default: return nil
    }
  }

  private static let escape = [UInt8(ascii: "\\")]

  /// Whether a text has escapes.
  public static func hasEscapes(_ text: UnsafeBufferPointer<UInt8>) -> Bool { text.containsBytes(of: escape) }
}

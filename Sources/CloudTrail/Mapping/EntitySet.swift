/// A set of texts that is listed in the order of their UTF-16 units, as Java sorts strings.
struct EntitySet {
  private var values = Set<String>(minimumCapacity: 8)

  var isEmpty: Bool { values.isEmpty }

  /// Adds a text; false when it was there.
  @discardableResult
  mutating func insert(_ value: String) -> Bool {
    values.insert(value).inserted
  }

  mutating func formUnion(_ other: EntitySet) {
    values.formUnion(other.values)
  }

  var sorted: [String] {
    values.sorted { left, right in
      guard Self.isASCII(left), Self.isASCII(right) else {
        return left.utf16.lexicographicallyPrecedes(right.utf16)
      }
      return left < right
    }
  }

  /// Every other character has fewer UTF-16 units than bytes.
  private static func isASCII(_ text: String) -> Bool {
    text.utf8.count == text.utf16.count
  }
}

/// A set of texts that is listed in the order of their UTF-16 units, as Java sorts strings.
struct EntitySet {
  private var values: Set<String> = []

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
    // UTF-8 order is that of UTF-16 except beyond the basic plane.
    values.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
  }
}

/// Helpers for values in rows.
enum ESQLValues {
  /// The texts of a value.
  static func texts(_ value: Value) -> [String] { value.all.compactMap(\.string) }

  /// The order of two values that are not null; of several values the smallest counts, or the greatest when sorting down.
  static func compare(_ left: Value, _ right: Value, ascending: Bool) -> Int {
    ValueOrder.compare(representative(left, ascending), representative(right, ascending))
  }

  private static func representative(_ value: Value, _ ascending: Bool) -> Value {
    guard case .list(let values) = value else { return value }
    let sorted = values.sorted { ValueOrder.compare($0, $1) < 0 }
    return (ascending ? sorted.first : sorted.last) ?? .null
  }
}

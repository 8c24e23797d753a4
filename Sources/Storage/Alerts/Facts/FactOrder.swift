/// Orders by numbers without sorting what is not shown: equal ones keep their order.
struct FactOrder {
  let keys: [Int64]

  /// So many parts are counted.
  private static let parts = 4096

  /// The positions that stand in a range of the order.
  func window(_ range: Range<Int>) -> [Int] {
    guard !range.isEmpty, let low = keys.min(), let high = keys.max() else { return [] }
    if isInOrder { return Array(range) }
    let width = Self.width(low, high)
    func part(_ key: Int64) -> Int { Int((UInt64(bitPattern: key) &- UInt64(bitPattern: low)) / width) }
    var counts = [Int](repeating: 0, count: Self.parts + 1)
    for key in keys { counts[part(key)] += 1 }
    // The parts that the range lies in, and how many stand before them.
    var (first, before) = (0, 0)
    while before + counts[first] <= range.lowerBound {
      before += counts[first]
      first += 1
    }
    var (last, until) = (first, before + counts[first])
    while until < range.upperBound {
      last += 1
      until += counts[last]
    }
    var found: [(key: Int64, position: Int)] = []
    found.reserveCapacity(until - before)
    for (position, key) in keys.enumerated() where (first...last).contains(part(key)) {
      found.append((key, position))
    }
    if !Self.isInOrder(found) { found.sort { ($0.key, $0.position) < ($1.key, $1.position) } }
    return found[range.lowerBound - before..<range.upperBound - before].map(\.position)
  }

  private static func width(_ low: Int64, _ high: Int64) -> UInt64 {
    (UInt64(bitPattern: high) &- UInt64(bitPattern: low)) / UInt64(parts) + 1
  }

  private var isInOrder: Bool {
    var last = Int64.min
    for key in keys {
      guard key >= last else { return false }
      last = key
    }
    return true
  }

  private static func isInOrder(_ found: [(key: Int64, position: Int)]) -> Bool {
    zip(found, found.dropFirst()).allSatisfy { $0.key <= $1.key }
  }
}

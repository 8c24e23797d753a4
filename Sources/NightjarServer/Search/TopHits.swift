import Events

/// Keeps the first hits of an order, whatever the order in which they come.
struct TopHits {
  let keys: [SortKey]
  let limit: Int
  let after: [JSON]?
  let types: FieldTypes
  private(set) var hits: [(values: [JSON], hit: Hit)] = []
  private var isSorted = true

  init(keys: [SortKey], limit: Int, after: [JSON]?, types: FieldTypes) {
    self.keys = keys
    self.limit = limit
    self.after = after
    self.types = types
  }

  /// Considers a hit.
  mutating func add(_ hit: Hit) {
    guard limit > 0 else { return }
    let values = keys.map { $0.value(hit, types) }
    if let after, Self.compare(values, after, keys) <= 0 { return }
    hits.append((values, hit))
    isSorted = false
    // Sorting now and then costs less than keeping the order, and memory stays within twice the limit.
    if hits.count >= limit * 2 + 64 { trim() }
  }

  /// The first hits, in order.
  mutating func finish() -> [(values: [JSON], hit: Hit)] {
    trim()
    return hits
  }

  private mutating func trim() {
    guard !isSorted else { return }
    let keys = keys
    hits.sort { left, right in
      let order = Self.compare(left.values, right.values, keys)
      return order == 0 ? left.hit.seq < right.hit.seq : order < 0
    }
    if hits.count > limit { hits.removeLast(hits.count - limit) }
    isSorted = true
  }

  /// How two lists of values are ordered.
  private static func compare(_ left: [JSON], _ right: [JSON], _ keys: [SortKey]) -> Int {
    for (place, key) in keys.enumerated() where place < right.count {
      let order = key.compare(left[place], right[place])
      if order != 0 { return order }
    }
    return 0
  }
}

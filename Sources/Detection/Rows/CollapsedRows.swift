import Query

/// Rows of which equal ones of one period are kept once, with the earliest time.
struct CollapsedRows: Sendable {
  /// A row: its values by the number of their pair.
  struct Entry: Sendable {
    let pair: UInt32
    let period: Int32
    var time: Int64
  }

  /// The rows of one rule, and where they are found.
  fileprivate struct Table: Sendable {
    /// The fields that rows have; at most two.
    let fields: [Int]
    var pairs: [UInt64] = []
    /// For each place the number of its pair plus one, or 0.
    var pairPlaces = [UInt32](repeating: 0, count: 64)
    var entries: [Entry] = []
    /// For each place the number of its entry plus one, or 0.
    var places = [UInt32](repeating: 0, count: 256)
    var refused = 0
    /// How many rows were taken in, equal ones counted.
    var taken = 0
  }

  /// So many different rows are kept.
  static let maximumRows = 2_000_000

  private var tables: [Int: Table] = [:]
  private var count = 0

  /// How many rows of each rule found no room.
  var refused: [Int: Int] { tables.mapValues(\.refused).filter { $0.value > 0 } }

  /// Takes a row in.
  ///
  /// - Parameters:
  ///   - values: The numbers of its values, at most two.
  ///   - fields: The fields of the values.
  ///   - time: Its time, in nanoseconds; rows without one do not count.
  ///   - rule: The rule.
  mutating func add(_ values: (UInt32, UInt32), fields: [Int], time: Int64?, rule: Int) {
    guard let time else { return }
    tables[rule, default: Table(fields: fields)].taken += 1
    let isNew = tables[rule, default: Table(fields: fields)].add(
      UInt64(values.0) << 32 | UInt64(values.1), time, hasRoom: count < Self.maximumRows)
    if isNew { count += 1 }
  }

  /// Counts a row for whose values there is no room.
  mutating func refuse(fields: [Int], rule: Int) {
    tables[rule, default: Table(fields: fields)].refused += 1
  }

  /// Takes in the rows of others.
  ///
  /// - Parameters:
  ///   - other: The rows.
  ///   - numbers: For each field and each number of a value there the number here.
  mutating func add(_ other: CollapsedRows, _ numbers: [Int: [UInt32]]) {
    for (rule, table) in other.tables {
      let columns = table.fields.map { numbers[$0] ?? [0] }
      for entry in table.entries {
        let pair = table.pairs[Int(entry.pair)]
        let first = columns[0][Int(pair >> 32)]
        let second = columns.count > 1 ? columns[1][Int(truncatingIfNeeded: pair & 0xFFFF_FFFF)] : 0
        add((first, second), fields: table.fields, time: entry.time, rule: rule)
      }
      tables[rule, default: Table(fields: table.fields)].refused += table.refused
      tables[rule, default: Table(fields: table.fields)].taken += table.taken - table.entries.count
    }
  }

  /// How many rows of a rule were taken in, equal ones counted.
  func count(of rule: Int) -> Int { tables[rule]?.taken ?? 0 }

  /// The rows of a rule with their values.
  func rows(of rule: Int, _ values: ValueTable) -> [Row] {
    guard let table = tables[rule] else { return [] }
    return table.entries.map { entry in
      Row(
        event: Row.noEvent, time: entry.time, steps: [0],
        values: Self.values(table.pairs[Int(entry.pair)], table.fields, values))
    }
  }

  /// The rows of a rule by numbers.
  struct Numbers {
    /// The values of each field, by their numbers.
    var columns: [[Value]] = []
    /// The numbers of the values of each pair.
    var pairs: [(UInt32, UInt32)] = []
    /// The rows, by the numbers of their pairs.
    var entries: [Entry] = []
  }

  /// The rows of a rule, and what their numbers mean.
  func numbers(of rule: Int, _ values: ValueTable) -> Numbers {
    guard let table = tables[rule] else { return Numbers() }
    return Numbers(
      columns: table.fields.map { values.values($0) },
      pairs: table.pairs.map { (UInt32($0 >> 32), UInt32(truncatingIfNeeded: $0)) }, entries: table.entries)
  }

  private static func values(_ pair: UInt64, _ fields: [Int], _ values: ValueTable) -> [Value] {
    let numbers = [UInt32(truncatingIfNeeded: pair >> 32), UInt32(truncatingIfNeeded: pair)]
    return zip(fields, numbers).map { values.value($0, $1) }
  }
}

extension CollapsedRows.Table {
  /// Takes a row in; true when it is a new one.
  fileprivate mutating func add(_ values: UInt64, _ time: Int64, hasRoom: Bool) -> Bool {
    let pair = pairNumber(values)
    let period = Int32(truncatingIfNeeded: time / AnomalyJob.bucket)
    var place = Self.hash(pair, period) & (places.count - 1)
    while places[place] != 0 {
      let number = Int(places[place]) - 1
      if entries[number].pair == pair, entries[number].period == period {
        if time < entries[number].time { entries[number].time = time }
        return false
      }
      place = (place + 1) & (places.count - 1)
    }
    guard hasRoom else {
      refused += 1
      return false
    }
    entries.append(CollapsedRows.Entry(pair: pair, period: period, time: time))
    places[place] = UInt32(entries.count)
    if entries.count * 2 > places.count { grow() }
    return true
  }

  private mutating func pairNumber(_ values: UInt64) -> UInt32 {
    var place = Self.hash(values) & (pairPlaces.count - 1)
    while pairPlaces[place] != 0 {
      let number = pairPlaces[place] - 1
      if pairs[Int(number)] == values { return number }
      place = (place + 1) & (pairPlaces.count - 1)
    }
    pairs.append(values)
    pairPlaces[place] = UInt32(pairs.count)
    if pairs.count * 2 > pairPlaces.count { growPairs() }
    return UInt32(pairs.count - 1)
  }

  private mutating func growPairs() {
    pairPlaces = [UInt32](repeating: 0, count: pairPlaces.count * 2)
    for (number, pair) in pairs.enumerated() {
      var place = Self.hash(pair) & (pairPlaces.count - 1)
      while pairPlaces[place] != 0 { place = (place + 1) & (pairPlaces.count - 1) }
      pairPlaces[place] = UInt32(number + 1)
    }
  }

  private mutating func grow() {
    places = [UInt32](repeating: 0, count: places.count * 2)
    for (number, entry) in entries.enumerated() {
      var place = Self.hash(entry.pair, entry.period) & (places.count - 1)
      while places[place] != 0 { place = (place + 1) & (places.count - 1) }
      places[place] = UInt32(number + 1)
    }
  }

  @inline(__always)
  private static func hash(_ pair: UInt32, _ period: Int32) -> Int {
    hash(UInt64(pair) << 32 | UInt64(UInt32(bitPattern: period)))
  }

  /// Values, pairs and periods are numbered densely, so that nobody can choose them to collide.
  @inline(__always)
  private static func hash(_ numbers: UInt64) -> Int {
    let mixed = numbers &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: (mixed ^ mixed >> 29) >> 24)
  }
}

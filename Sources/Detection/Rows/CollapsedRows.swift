import CScan
import Events
import Query

/// Rows of which equal ones of one period are kept once, with the earliest time, as long as they come about in the order of
/// time. Of others equal ones may be kept, until the room is needed: who reads them must not count them.
struct CollapsedRows: Sendable {
  /// A row: its values by the number of their pair.
  struct Entry: Sendable {
    let pair: UInt32
    let period: Int32
    var time: Int64
  }

  /// A pair of values, with its latest entry: most rows come in the order of time.
  fileprivate struct Pair: Sendable {
    let values: UInt64
    var period: Int32
    var entry: Int32
  }

  /// The rows of one rule, and where they are found.
  fileprivate struct Table: Sendable {
    /// The fields that rows have; at most two.
    let fields: [Int]
    var pairs: [Pair] = []
    var pairNumbers = NumberIndex()
    /// The rows. A row that came after one of another period of its pair may be there again; see `merge`.
    var entries: [Entry] = []
    /// How many rows there were when equal ones were last merged.
    var merged = 0
    var refused = 0
    /// How many rows were taken in, equal ones counted.
    var taken = 0
    /// Rows that were taken in and not looked up yet. Looking one up waits for memory several times; many are looked up in
    /// the time of a few.
    var waiting: [Waiting] = []
  }

  /// A row that was not looked up yet.
  fileprivate struct Waiting: Sendable {
    let values: UInt64
    let time: Int64

    @inline(__always)
    var hash: UInt64 { NumberIndex.hash(values) }
  }

  /// How many rows there may be, and how many there are.
  fileprivate struct Room: Sendable {
    let maximum: Int
    var used = 0

    var isFull: Bool { used >= maximum }
  }

  private var tables = RuleTables<Table>()
  private var room: Room

  /// No rows.
  ///
  /// - Parameter maximumRows: So many rows are kept.
  init(maximumRows: Int = 2_000_000) {
    room = Room(maximum: maximumRows)
  }

  /// How many rows of a rule found no room. What this and the other functions that read say is settled.
  func refused(of rule: Int) -> Int { tables[rule]?.refused ?? 0 }

  /// Looks up what was taken in since the last time. Call it before reading.
  mutating func settle() {
    for rule in tables.rules { tables[existing: rule].settle(&room) }
  }

  /// Whether rows of a rule can be taken in.
  @inline(__always)
  func has(_ rule: Int) -> Bool { tables.has(rule) }

  /// Begins to take in rows of a rule.
  ///
  /// - Parameters:
  ///   - rule: The rule, which has no rows yet.
  ///   - fields: The fields of its rows, at most two.
  mutating func open(_ rule: Int, fields: [Int]) {
    tables.add(Table(fields: fields), rule)
  }

  /// Takes a row in.
  ///
  /// - Parameters:
  ///   - values: The numbers of its values, at most two.
  ///   - time: Its time, in nanoseconds.
  ///   - rule: The rule, which was opened.
  @inline(__always)
  mutating func add(_ values: (UInt32, UInt32), time: Int64, rule: Int) {
    tables[existing: rule].take(values, time, &room)
  }

  /// Counts a row for whose values there is no room, of a rule that was opened.
  mutating func refuse(rule: Int) {
    tables[existing: rule].refused += 1
  }

  /// Takes in the rows of others.
  ///
  /// - Parameters:
  ///   - other: The rows, settled.
  ///   - numbers: For each field and each number of a value there the number here.
  mutating func add(_ other: CollapsedRows, _ numbers: [Int: [UInt32]]) {
    for (rule, table) in other.tables.entries {
      if !has(rule) { open(rule, fields: table.fields) }
      let columns = table.fields.map { numbers[$0] ?? [0] }
      for entry in table.entries {
        let pair = table.pairs[Int(entry.pair)].values
        let first = columns[0][Int(pair >> 32)]
        let second = columns.count > 1 ? columns[1][Int(truncatingIfNeeded: pair & 0xFFFF_FFFF)] : 0
        add((first, second), time: entry.time, rule: rule)
      }
      tables[existing: rule].addCounts(of: table)
    }
    settle()
  }

  /// How many rows of a rule were taken in, equal ones counted.
  func count(of rule: Int) -> Int { tables[rule]?.taken ?? 0 }

  /// The rows of a rule with their values.
  func rows(of rule: Int, _ values: ValueTable) -> [Row] {
    guard let table = tables[rule] else { return [] }
    return table.entries.map { entry in
      Row(
        event: Row.noEvent, time: entry.time, steps: [0],
        values: Self.values(table.pairs[Int(entry.pair)].values, table.fields, values))
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
      pairs: table.pairs.map { (UInt32($0.values >> 32), UInt32(truncatingIfNeeded: $0.values)) },
      entries: table.entries)
  }

  private static func values(_ pair: UInt64, _ fields: [Int], _ values: ValueTable) -> [Value] {
    let numbers = [UInt32(truncatingIfNeeded: pair >> 32), UInt32(truncatingIfNeeded: pair)]
    return zip(fields, numbers).map { values.value($0, $1) }
  }
}

extension CollapsedRows.Table {
  /// So many rows are looked up together: what they need fits into the nearest memory.
  private static let together = 128

  /// Takes a row in. An event without a value, which is number 0, is none to such a rule.
  @inline(__always)
  fileprivate mutating func take(_ values: (UInt32, UInt32), _ time: Int64, _ room: inout CollapsedRows.Room)
  {
    taken += 1
    guard values.0 != 0, values.1 != 0 || fields.count == 1 else { return }
    waiting.append(CollapsedRows.Waiting(values: UInt64(values.0) << 32 | UInt64(values.1), time: time))
    if waiting.count == Self.together { settle(&room) }
  }

  /// Looks up the rows that wait, and counts the new ones.
  @inline(never)
  fileprivate mutating func settle(_ room: inout CollapsedRows.Room) {
    prepare()
    for place in waiting.indices {
      let row = waiting[place]
      add(row.values, row.time, &room)
    }
    waiting.removeAll(keepingCapacity: true)
  }

  /// Asks for the memory that looking up the waiting rows will read, step by step.
  private func prepare() {
    for row in waiting { pairNumbers.prefetch(row.hash) }
    pairs.withUnsafeBufferPointer { pairs in
      guard let base = pairs.baseAddress else { return }
      for row in waiting {
        if let number = pairNumbers.first(row.hash) { nj_prefetch(base + number) }
      }
    }
  }

  /// Counts what another table counted beside its entries, which are added one by one.
  fileprivate mutating func addCounts(of other: Self) {
    refused += other.refused
    taken += other.taken - other.entries.count
  }

  /// Takes a row in, and counts it when it is kept.
  private mutating func add(_ values: UInt64, _ time: Int64, _ room: inout CollapsedRows.Room) {
    let period = Self.period(time)
    let hash = NumberIndex.hash(values)
    guard let pair = pairNumbers.find(hash, { pairs[$0].values == values }) else {
      guard let entry = append(UInt32(pairs.count), period, time, &room) else { return }
      pairs.append(CollapsedRows.Pair(values: values, period: period, entry: entry))
      pairNumbers.insert(pairs.count - 1, hash) { NumberIndex.hash(pairs[$0].values) }
      return
    }
    guard pairs[pair].period != period else {
      let known = Int(pairs[pair].entry)
      if time < entries[known].time { entries[known].time = time }
      return
    }
    guard let entry = append(UInt32(pair), period, time, &room) else { return }
    pairs[pair].period = period
    pairs[pair].entry = entry
  }

  @inline(__always)
  private static func period(_ time: Int64) -> Int32 { Int32(truncatingIfNeeded: time / AnomalyJob.bucket) }

  /// Adds a row to those that are kept; nil when there is no room.
  private mutating func append(
    _ pair: UInt32, _ period: Int32, _ time: Int64, _ room: inout CollapsedRows.Room
  ) -> Int32? {
    if room.isFull, 8 * (entries.count - merged) >= merged { merge(&room) }
    guard !room.isFull else {
      if !isMerged(pair, period, time) { refused += 1 }
      return nil
    }
    room.used += 1
    entries.append(CollapsedRows.Entry(pair: pair, period: period, time: time))
    return Int32(entries.count - 1)
  }

  /// Whether a row is among the merged ones, which are in order, so that it needs no room.
  private mutating func isMerged(_ pair: UInt32, _ period: Int32, _ time: Int64) -> Bool {
    let place = entries[..<merged].partitioningPoint { ($0.pair, $0.period) >= (pair, period) }
    guard place < merged, entries[place].pair == pair, entries[place].period == period else { return false }
    if time < entries[place].time { entries[place].time = time }
    return true
  }

  /// Makes one row of equal ones. It takes as long as there are rows: an eighth has to be new.
  private mutating func merge(_ room: inout CollapsedRows.Room) {
    let before = entries.count
    entries.sort { ($0.pair, $0.period, $0.time) < ($1.pair, $1.period, $1.time) }
    var kept = 0
    for entry in entries {
      if kept > 0, entries[kept - 1].pair == entry.pair, entries[kept - 1].period == entry.period { continue }
      entries[kept] = entry
      kept += 1
    }
    entries.removeSubrange(kept...)
    for (number, entry) in entries.enumerated() {
      pairs[Int(entry.pair)].period = entry.period
      pairs[Int(entry.pair)].entry = Int32(number)
    }
    merged = kept
    room.used -= before - kept
  }
}

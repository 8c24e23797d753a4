import Events
import Query

/// The rows of rules that look for new values, without those that cannot matter.
///
/// Time is cut into slots that are shorter than any history. Of the rows of one combination of values in one slot the first and
/// the last are enough: whether a history has a row of the slot can be told from these, and only the first can be a
/// new one. When runs of a schedule take place depends on all rows; their times are kept by themselves.
struct TermRows: Sendable {
  fileprivate struct Key: Equatable, Sendable {
    let first: UInt32
    let second: UInt32
    let third: UInt32
    let slot: Int64

    @inline(__always)
    var hash: UInt64 {
      NumberIndex.hash(
        UInt64(first) << 32 | UInt64(second), UInt64(third) << 32 ^ UInt64(bitPattern: slot))
    }
  }

  /// The rows of one combination in one slot.
  fileprivate struct Entry: Sendable {
    let key: Key
    var first: KeptEvent
    var time: Int64
    var last: Int64
  }

  fileprivate struct Table: Sendable {
    let plan: TermPlan
    var entries: [Entry] = []
    var numbers = NumberIndex()
    var runs: Set<Int64> = []
    var newestRun: Int64 = .min
  }

  /// A row whose event is wanted.
  struct Wanted {
    fileprivate let key: Key
    fileprivate let time: Int64
    fileprivate let last: Int64
    /// The entry that the event may belong to; nil for a new one.
    fileprivate let entry: Int?
  }

  /// The rows of one rule as its runs see them.
  struct Rows: Sendable {
    var events: [HeldEvent] = []
    var rows: [Row] = []
    /// The times of the runs that rows lead to, also of those that are left out.
    var runs: Set<Int64> = []
  }

  private var tables = RuleTables<Table>()
  private var count = 0
  private(set) var refused: [Int: Int] = [:]
  /// How many bytes the texts of events may have; those of events that are gone count as well.
  private var byteCount = 0
  /// How many documents found no room; alerts of these events show no fields.
  private(set) var refusedDocuments = 0

  /// Whether there is room for the text of another event.
  var hasRoom: Bool { byteCount < RowTable.maximumBytes }

  /// So many combinations are kept.
  static let maximumRows = 2_000_000

  /// Whether rows of a rule can be taken in.
  @inline(__always)
  func has(_ rule: Int) -> Bool { tables.has(rule) }

  /// Begins to take in rows of a rule that has none yet.
  mutating func open(_ rule: Int, _ plan: TermPlan) {
    tables.add(Table(plan: plan), rule)
  }

  /// Takes a row in.
  ///
  /// - Parameters:
  ///   - values: The numbers of its values, at most three.
  ///   - time: Its time, in nanoseconds.
  ///   - rule: The rule, which was opened.
  /// - Returns: What to `keep` with the row's event; nil when its event is not needed.
  mutating func add(_ values: (UInt32, UInt32, UInt32), time: Int64, rule: Int) -> Wanted? {
    tables[existing: rule].note(run: time)
    let slot = tables[existing: rule].plan.slot(time)
    return insert(Key(first: values.0, second: values.1, third: values.2, slot: slot), time, time, rule)
  }

  private mutating func insert(_ key: Key, _ time: Int64, _ last: Int64, _ rule: Int) -> Wanted? {
    guard let entry = tables[existing: rule].find(key) else {
      if count < Self.maximumRows { return Wanted(key: key, time: time, last: last, entry: nil) }
      refuse(rule: rule)
      return nil
    }
    let isEarly = tables[existing: rule].extend(entry, time, last)
    return isEarly ? Wanted(key: key, time: time, last: last, entry: entry) : nil
  }

  /// Keeps the event of a row, unless that of an equal row of the same time came before it.
  mutating func keep(_ wanted: Wanted, _ event: KeptEvent, rule: Int) {
    guard tables[existing: rule].keep(wanted, event) else { return }
    if wanted.entry == nil { count += 1 }
    if !hasRoom, event.event.bytes.isEmpty { refusedDocuments += 1 }
    byteCount += event.event.bytes.count
  }

  /// Counts a row for whose values there is no room.
  mutating func refuse(rule: Int) {
    refused[rule, default: 0] += 1
  }

  /// Takes in the rows of others.
  ///
  /// - Parameters:
  ///   - other: The rows.
  ///   - numbers: For each field and each number of a value there the number here.
  mutating func add(_ other: TermRows, _ numbers: [Int: [UInt32]]) {
    for (rule, table) in other.tables.entries {
      if !has(rule) { open(rule, table.plan) }
      tables[existing: rule].runs.formUnion(table.runs)
      let columns = table.plan.fields.map { numbers[$0] ?? [0] }
      func here(_ place: Int, _ number: UInt32) -> UInt32 {
        place < columns.count ? columns[place][Int(number)] : 0
      }
      for entry in table.entries {
        let key = entry.key
        let own = Key(
          first: here(0, key.first), second: here(1, key.second), third: here(2, key.third), slot: key.slot)
        guard let wanted = insert(own, entry.time, entry.last, rule) else { continue }
        keep(wanted, entry.first, rule: rule)
      }
    }
    refused.merge(other.refused, uniquingKeysWith: +)
  }

  /// The rows of a rule with their values.
  func rows(of rule: Int, _ values: ValueTable) -> Rows {
    guard let table = tables[rule] else { return Rows() }
    var result = Rows(runs: table.runs)
    for entry in table.entries {
      let numbers = [entry.key.first, entry.key.second, entry.key.third]
      let own = zip(table.plan.fields, numbers).map { values.value($0, $1) }
      let number = result.events.count
      result.events.append(entry.first.event)
      result.rows.append(Row(event: number, time: entry.time, steps: [0], values: own))
      if entry.last > entry.time {
        result.rows.append(Row(event: number, time: entry.last, steps: [0], values: own))
      }
    }
    return result
  }
}

extension TermRows.Table {
  /// Notes the run that first sees a row of a time.
  @inline(__always)
  fileprivate mutating func note(run time: Int64) {
    let run = plan.run(time)
    guard run != newestRun else { return }
    newestRun = run
    runs.insert(run)
  }

  @inline(__always)
  fileprivate mutating func find(_ key: TermRows.Key) -> Int? {
    numbers.find(key.hash) { entries[$0].key == key }
  }

  /// Notes that an entry has a row from one time to another; true when its event may be the first of the entry.
  @inline(__always)
  fileprivate mutating func extend(_ entry: Int, _ time: Int64, _ last: Int64) -> Bool {
    if last > entries[entry].last { entries[entry].last = last }
    return time <= entries[entry].time
  }

  /// Keeps an event; false when that of its entry comes before it.
  fileprivate mutating func keep(_ wanted: TermRows.Wanted, _ event: KeptEvent) -> Bool {
    guard let entry = wanted.entry else {
      numbers.insert(entries.count, wanted.key.hash) { entries[$0].key.hash }
      entries.append(TermRows.Entry(key: wanted.key, first: event, time: wanted.time, last: wanted.last))
      return true
    }
    guard wanted.time < entries[entry].time || event.precedes(entries[entry].first) else { return false }
    entries[entry].first = event
    entries[entry].time = wanted.time
    return true
  }
}

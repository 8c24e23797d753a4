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

  /// What became of a row.
  fileprivate enum Outcome {
    /// It says nothing new.
    case known
    /// There was no room.
    case refused
    /// Its event is kept; whether for a new combination.
    case kept(HeldEvent, isNew: Bool)
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

  /// Takes a row in.
  ///
  /// - Parameters:
  ///   - values: The numbers of its values, at most three.
  ///   - time: Its time, in nanoseconds.
  ///   - rule: The rule.
  ///   - plan: The rule's plan, always the same; without one nothing is kept.
  ///   - event: The event, when it must be kept.
  mutating func add(
    _ values: (UInt32, UInt32, UInt32), time: Int64, rule: Int, plan: @autoclosure () -> TermPlan?,
    event: () -> KeptEvent
  ) {
    if !tables.has(rule) {
      guard let plan = plan() else { return }
      tables.add(Table(plan: plan), rule)
    }
    let isRoomLeft = count < Self.maximumRows
    note(tables[existing: rule].add(values, time, hasRoom: isRoomLeft, event), rule)
  }

  /// Counts a row for whose values there is no room.
  mutating func refuse(rule: Int) {
    refused[rule, default: 0] += 1
  }

  private mutating func note(_ outcome: Outcome, _ rule: Int) {
    switch outcome {
    case .known: return
    case .refused: refused[rule, default: 0] += 1
    case .kept(let event, let isNew):
      if isNew { count += 1 }
      if !hasRoom, event.bytes.isEmpty { refusedDocuments += 1 }
      byteCount += event.bytes.count
    }
  }

  /// Takes in the rows of others.
  ///
  /// - Parameters:
  ///   - other: The rows.
  ///   - numbers: For each field and each number of a value there the number here.
  mutating func add(_ other: TermRows, _ numbers: [Int: [UInt32]]) {
    for (rule, table) in other.tables.entries {
      tables[rule, default: Table(plan: table.plan)].runs.formUnion(table.runs)
      let columns = table.plan.fields.map { numbers[$0] ?? [0] }
      func here(_ place: Int, _ number: UInt32) -> UInt32 {
        place < columns.count ? columns[place][Int(number)] : 0
      }
      for entry in table.entries {
        let key = entry.key
        let own = Key(
          first: here(0, key.first), second: here(1, key.second), third: here(2, key.third), slot: key.slot)
        let isRoomLeft = count < Self.maximumRows
        let outcome = tables[rule, default: Table(plan: table.plan)].insert(
          own, entry.time, entry.last, hasRoom: isRoomLeft
        ) { entry.first }
        note(outcome, rule)
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
  fileprivate mutating func add(
    _ values: (UInt32, UInt32, UInt32), _ time: Int64, hasRoom: Bool, _ event: () -> KeptEvent
  ) -> TermRows.Outcome {
    let key = TermRows.Key(first: values.0, second: values.1, third: values.2, slot: plan.slot(time))
    let run = plan.run(time)
    if run != newestRun {
      newestRun = run
      runs.insert(run)
    }
    return insert(key, time, time, hasRoom: hasRoom, event)
  }

  fileprivate mutating func insert(
    _ key: TermRows.Key, _ time: Int64, _ last: Int64, hasRoom: Bool, _ event: () -> KeptEvent
  ) -> TermRows.Outcome {
    let hash = key.hash
    guard let place = numbers.find(hash, { entries[$0].key == key }) else {
      guard hasRoom else { return .refused }
      let first = event()
      numbers.insert(entries.count, hash) { entries[$0].key.hash }
      entries.append(TermRows.Entry(key: key, first: first, time: time, last: last))
      return .kept(first.event, isNew: true)
    }
    if last > entries[place].last { entries[place].last = last }
    guard time <= entries[place].time else { return .known }
    let other = event()
    guard time < entries[place].time || other.precedes(entries[place].first) else { return .known }
    entries[place].first = other
    entries[place].time = time
    return .kept(other.event, isNew: false)
  }
}

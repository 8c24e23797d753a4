import Events

/// The events that rules keep, each once, and the rows of each rule.
struct RowTable: Sendable {
  /// So many rows one rule may keep, and so many bytes all events may have.
  static let maximumRows = 2_000_000
  static let maximumBytes = 1 << 30

  private(set) var events: [HeldEvent] = []
  /// The rows of each rule that keeps some, by the rule's place in its set.
  private(set) var rows: [Int: [Row]] = [:]
  /// How many rows of each rule found no room.
  private(set) var refused: [Int: Int] = [:]
  /// How many documents found no room; alerts of these events show no fields.
  private(set) var refusedDocuments = 0
  private var known: Set<EventIdentity> = []
  private var byteCount = 0

  /// Takes an event in and returns its number; nil when it was there before.
  mutating func hold(_ event: HeldEvent) -> Int? {
    guard known.insert(event.identity).inserted else { return nil }
    events.append(event)
    if byteCount + event.bytes.count > Self.maximumBytes {
      events[events.count - 1].bytes = []
      refusedDocuments += 1
    } else {
      byteCount += event.bytes.count
    }
    return events.count - 1
  }

  /// Whether an event is there.
  func holds(_ identity: EventIdentity) -> Bool { known.contains(identity) }

  /// Takes a row in.
  mutating func add(_ row: Row, rule: Int) {
    guard rows[rule]?.count ?? 0 < Self.maximumRows else {
      refused[rule, default: 0] += 1
      return
    }
    rows[rule, default: []].append(row)
  }

  /// Takes in the events and rows of another table, except those of events that are here already.
  mutating func add(_ other: RowTable) {
    guard !events.isEmpty || !rows.isEmpty else {
      self = other
      return
    }
    let numbers = other.events.map { holds($0.identity) ? nil : hold($0) }
    for (rule, rows) in other.rows {
      for row in rows {
        guard let number = numbers[row.event] else { continue }
        var own = row
        own.event = number
        add(own, rule: rule)
      }
    }
    refused.merge(other.refused, uniquingKeysWith: +)
    refusedDocuments += other.refusedDocuments
  }
}

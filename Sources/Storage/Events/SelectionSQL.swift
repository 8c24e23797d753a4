import Events
import GRDB

/// The SQL of a selection over one table.
struct SelectionSQL {
  let reader: StoreReader
  let selection: EventSelection

  /// Whether the table can have events of the selection, going by its ranges alone.
  func canContain(_ partition: Partition) -> Bool {
    guard partition.rows > 0, let seq = partition.seq else { return false }
    if let wanted = selection.seq, !wanted.overlaps(seq.lowerBound..<seq.upperBound + 1) { return false }
    let time = selection.time.map { Self.overlaps($0, partition.time) }
    let ingested = selection.ingested.map { Self.overlaps($0, partition.ingested) }
    guard let time, let ingested, selection.acceptsEither else { return time ?? true && ingested ?? true }
    return time || ingested
  }

  private static func overlaps(_ wanted: ClosedRange<Timestamp>, _ range: ClosedRange<Int64>?) -> Bool {
    range.map { $0.overlaps(wanted.lowerBound.nanoseconds...wanted.upperBound.nanoseconds) } ?? false
  }

  /// The condition on rows that the ranges are.
  ///
  /// - Parameters:
  ///   - partition: The table.
  ///   - usesTimeIndex: Whether rows may be found by their time.
  /// - Returns: The condition.
  /// - Throws: `StoreError`.
  private func ranges(_ partition: Partition, usesTimeIndex: Bool) throws -> Clause {
    var parts: [Clause] = []
    if let seq = selection.seq {
      parts.append(.sql("seq >= ? AND seq < ?", seq.lowerBound, seq.upperBound))
    }
    let time = selection.time.map { range in
      isWhole(partition)
        ? Clause.all
        : Clause.sql(
          "+time IS NOT NULL AND \(usesTimeIndex ? "" : "+")time BETWEEN ? AND ?",
          range.lowerBound.nanoseconds,
          range.upperBound.nanoseconds)
    }
    let ingested = try selection.ingested.map { try arrivals(in: $0, partition) }
    if let time, let ingested, selection.acceptsEither {
      parts.append(Clause.or([time, ingested]) ?? .all)
    } else {
      parts += [time, ingested].compactMap { $0 }
    }
    return Clause.and(parts) ?? .all
  }

  /// Arrival times grow with the numbers of events, so a range of them is a range of numbers.
  private func arrivals(in range: ClosedRange<Timestamp>, _ partition: Partition) throws -> Clause {
    guard let seq = partition.seq, let known = partition.ingested else { return .none }
    let (low, high) = (range.lowerBound.nanoseconds, range.upperBound.nanoseconds)
    if low <= known.lowerBound, high >= known.upperBound { return .all }
    let first = try firstArrival(at: low, partition, seq)
    guard let after = high == .max ? nil : high + 1 else { return .sql("seq >= ?", first) }
    return .sql("seq >= ? AND seq < ?", first, try firstArrival(at: after, partition, seq))
  }

  /// The smallest number whose event, or the next one there is, arrived at or after a time; found by halving.
  private func firstArrival(at time: Int64, _ partition: Partition, _ seq: ClosedRange<Int64>) throws -> Int64
  {
    let sql = "SELECT ingested FROM \(partition.name) WHERE seq >= ? ORDER BY seq LIMIT 1"
    let statement = try reader.database.cachedStatement(sql: sql)
    var (low, high) = (seq.lowerBound, seq.upperBound + 1)
    while low < high {
      let middle = low + (high - low) / 2
      if let arrival = try Int64.fetchOne(statement, arguments: [middle]), arrival < time {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// Which rows of a table can match, and which of them do for certain.
  func plan(_ partition: Partition) throws -> (over: Clause, under: Clause) {
    let plan = try tablePlan(partition)
    return (plan.over, plan.under)
  }

  /// As `plan`, with whether rows are found by an index of texts.
  func tablePlan(_ partition: Partition) throws -> (over: Clause, under: Clause, isDriven: Bool) {
    guard let condition = selection.condition else {
      let ranges = try ranges(partition, usesTimeIndex: !isNarrow(partition))
      return (ranges, ranges, false)
    }
    let translator = EventCondition(reader: reader, partition: partition, types: selection.types)
    let approximation = try translator.approximation(condition)
    if case .none = approximation.over { return (.none, .none, false) }
    let driver = try EventDriver.best(
      for: condition, translator, maximumCost: min(EventDriver.maximumCost, rowsByTime(partition)))
    let ranges = try ranges(
      partition, usesTimeIndex: driver == nil && !isNarrow(partition) && !isScanned(partition))
    let found = [driver?.clause ?? .all, ranges]
    return (
      Clause.and(found + [approximation.over]) ?? ranges, Clause.and(found + [approximation.under]) ?? .none,
      driver != nil
    )
  }

  /// Whether every event of a day's table lies in the period, so that times need not be looked at. The events of a day
  /// have a time.
  private func isWhole(_ partition: Partition) -> Bool {
    guard partition.day != nil, let wanted = selection.time, let time = partition.time else { return false }
    return wanted.lowerBound.nanoseconds <= time.lowerBound
      && time.upperBound <= wanted.upperBound.nanoseconds
  }

  /// About how many rows the index of times finds; rows are found so when no index of texts finds fewer.
  private func rowsByTime(_ partition: Partition) -> Int {
    let rows = Int(clamping: partition.rows)
    guard !selection.acceptsEither, let wanted = selection.time, let time = partition.time,
      !isWhole(partition)
    else { return rows }
    let common = time.clamped(to: wanted.lowerBound.nanoseconds...wanted.upperBound.nanoseconds)
    let share =
      (Double(common.upperBound) - Double(common.lowerBound) + 1)
      / (Double(time.upperBound) - Double(time.lowerBound) + 1)
    return Int(Double(rows) * min(1, max(0, share))) + 1
  }

  /// Whether so many rows of a table are wanted that it is read from end to end: finding rows by an index costs several
  /// times as much for each.
  private func isScanned(_ partition: Partition) -> Bool {
    (selection.limit ?? selection.wanted ?? .max) >= Self.manyRows
      && rowsByTime(partition) > Int(clamping: partition.rows) / 3
  }

  /// Who wants fewer rows than this is served in the order of the index of times, which can stop early.
  private static let manyRows = 1000

  /// Whether the range of numbers takes in so little of a table that nothing finds its rows faster.
  private func isNarrow(_ partition: Partition) -> Bool {
    guard let wanted = selection.seq, let seq = partition.seq else { return false }
    let common = wanted.clamped(to: seq.lowerBound..<seq.upperBound + 1)
    return Double(common.count) * 20 < Double(seq.upperBound - seq.lowerBound + 1)
  }

  /// The statement that reads the rows of a table for which a clause holds; nil when it cannot hold.
  func statement(
    _ columns: String, arguments first: [DatabaseValue] = [], _ partition: Partition, where clause: Clause,
    isOrdered: Bool, suffix: String = ""
  ) throws -> Statement? {
    var sql = "SELECT \(columns) FROM \(partition.name)"
    var arguments = first
    switch clause {
    case .none: return nil
    case .all: break
    case .sql(let text, let values):
      sql += " WHERE \(text)"
      arguments += values
    }
    if isOrdered { sql += " ORDER BY \(order(partition))" }
    sql += suffix
    let statement = try reader.database.makeStatement(sql: sql)
    try statement.setArguments(StatementArguments(arguments))
    return statement
  }

  private func order(_ partition: Partition) -> String {
    // The sign keeps SQLite from reading the rows in the order of the index.
    let time = selection.condition != nil && isScanned(partition) ? "+time" : "time"
    return switch selection.order {
    case .arrival: "seq"
    case .timeAscending: "\(time), seq"
    case .timeDescending: "\(time) DESC, seq DESC"
    }
  }
}

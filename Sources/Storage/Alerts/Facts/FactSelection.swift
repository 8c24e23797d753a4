import Events
import Query

/// The alerts that a search finds, as places in columns in memory.
struct FactSelection {
  let reader: StoreReader
  let facts: AlertFacts
  /// In the order in which alerts were stored.
  let places: [Int32]
  /// How many alerts could match and were not asked, since there was no time left.
  let unsearched: Int

  /// Finds alerts; nil when columns in memory cannot be used.
  ///
  /// - Parameters:
  ///   - reader: The snapshot.
  ///   - search: The search; its order, limit and offset do not matter.
  ///   - deadline: When no further document is asked; nil for never.
  /// - Throws: `StoreError`.
  init?(_ reader: StoreReader, _ search: AlertSearch, until deadline: ContinuousClock.Instant?) throws {
    guard let cache = reader.alertFacts, let facts = try cache.facts(reader) else { return nil }
    self.reader = reader
    self.facts = facts
    let filter = AlertFilter(search)
    let question = AlertFactsCache.Question(condition: search.condition, types: search.types)
    if let known = cache.selection(question, filter, of: facts) {
      (places, unsearched) = (known, 0)
      return
    }
    let finder = FactFinder(reader: reader, facts: facts, cache: cache, question: question, filter: filter)
    (places, unsearched) = try finder.find(until: deadline)
    if unsearched == 0 { cache.keep(places, for: question, filter, of: facts) }
  }

  // MARK: Order

  /// The places of a page.
  func page(_ search: AlertSearch) -> [Int32] {
    let (offset, limit) = (max(0, search.offset), max(0, search.limit))
    guard offset < places.count, limit > 0 else { return [] }
    let size = min(limit, places.count - offset)
    let start = search.isDescending ? places.count - offset - size : offset
    let window = FactOrder(keys: keys(search.sort)).window(start..<start + size)
    let found = window.map { places[$0] }
    return search.isDescending ? found.reversed() : found
  }

  /// What the places are ordered by.
  private func keys(_ sort: AlertSearch.Sort) -> [Int64] {
    switch sort {
    case .created: places.map { facts.created[Int($0)] }
    case .originalTime: places.map { facts.originalTimes[Int($0)] }
    case .severity: places.map { Int64(facts.severities[Int($0)]) }
    case .risk: places.map { Int64(facts.risks[Int($0)]) }
    case .status: places.map { Int64(AlertFacts.Marks(bits: facts.marks[Int($0)]).status.rawValue) }
    case .ruleName: ranks(.ruleName)
    case .principal: ranks(.principal)
    case .account: ranks(.account)
    }
  }

  private func ranks(_ column: AlertFacts.Text) -> [Int64] {
    let ranks = facts.texts[column.rawValue].ranks
    let codes = facts.codes[column.rawValue]
    return places.map { ranks[Int(codes[Int($0)])] }
  }

  // MARK: Counts

  /// How many alerts of each severity were raised in each interval.
  func histogram(_ interval: Int64) -> [Int64: [AlertSeverity: Int]] {
    var counts: [Int64: [Int]] = [:]
    var current = (start: Int64.min, counts: [Int](repeating: 0, count: 5))
    for place in places {
      let time = facts.created[Int(place)]
      let start = time.floored(toMultipleOf: interval)
      if start != current.start {
        Self.add(current.counts, to: &counts[current.start, default: []])
        current = (start, [Int](repeating: 0, count: 5))
      }
      current.counts[min(4, Int(facts.severities[Int(place)]))] += 1
    }
    Self.add(current.counts, to: &counts[current.start, default: []])
    var result: [Int64: [AlertSeverity: Int]] = [:]
    for (start, numbers) in counts {
      var named: [AlertSeverity: Int] = [:]
      for (number, count) in numbers.enumerated() where count > 0 {
        named[AlertSeverity(rawValue: number) ?? .low, default: 0] += count
      }
      if !named.isEmpty { result[start] = named }
    }
    return result
  }

  private static func add(_ new: [Int], to counts: inout [Int]) {
    guard !counts.isEmpty else {
      counts = new
      return
    }
    for number in counts.indices { counts[number] += new[number] }
  }

  /// How many alerts have which values; nil when columns do not say it.
  func buckets(by fields: [String], limit: Int) -> [AlertBucket]? {
    let columns = fields.compactMap(FactValues.init(field:))
    guard columns.count == fields.count else { return nil }
    // A value that no column holds is in the document only.
    for case .text(let column) in columns {
      let codes = facts.codes[column.rawValue]
      if places.contains(where: { codes[Int($0)] == TextCodes.unknown }) { return nil }
    }
    return buckets(columns[...], places, limit)
  }

  private func buckets(_ columns: ArraySlice<FactValues>, _ places: [Int32], _ limit: Int) -> [AlertBucket] {
    guard let column = columns.first else { return [] }
    var counts = [Int](repeating: 0, count: column.count(facts))
    column.forEach(places, facts) { _, value in counts[value] += 1 }
    let found = counts.indices.filter { counts[$0] > 0 }.map { ($0, column.text($0, facts), counts[$0]) }
    let top = found.sorted { ($1.2, $0.1 ?? "") < ($0.2, $1.1 ?? "") }.prefix(max(0, limit))
    guard columns.count > 1 else {
      return top.map { AlertBucket(value: $0.1, count: $0.2, buckets: []) }
    }
    var inner: [[Int32]] = top.map { _ in [] }
    var position = [Int](repeating: -1, count: counts.count)
    for (place, bucket) in top.enumerated() { position[bucket.0] = place }
    column.forEach(places, facts) { place, value in
      if position[value] >= 0 { inner[position[value]].append(place) }
    }
    return zip(top, inner).map { bucket, places in
      AlertBucket(
        value: bucket.1, count: bucket.2, buckets: buckets(columns.dropFirst(), places, limit))
    }
  }
}

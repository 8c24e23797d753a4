import CloudTrail
import Events
import OrderedCollections
import Query
import TestSupport
import Testing

@testable import Storage

/// Searching with columns finds what asking every event finds.
struct SearchTests {
  /// A store with random documents and records that arrive over two days.
  private static func filled(_ random: inout SplitMix, events: Int) throws -> TestStore {
    let test = try TestStore(clock: TestClock("2026-10-14T00:00:00Z"))
    let drafts = EventDrafts()
    let scanner = SlotScanner(plan: RecordSlot.plan)
    for number in 0..<events {
      let isRecord = Bool.random(using: &random)
      var text = JSONWriter.text(isRecord ? RandomSearch.record(&random) : RandomSearch.document(&random))
      let draft = try text.withUTF8 { bytes -> EventDraft in
        guard isRecord, let start = bytes.baseAddress else {
          return try drafts.document(bytes, id: "\(number)", index: "i")
        }
        _ = try scanner.scanObject(JSONScanner(start: start, end: start + bytes.count), at: start)
        return drafts.record(bytes, slots: scanner, id: "\(number)")
      }
      _ = try test.store.write { try $0.append(draft) }
      test.clock.advance(seconds: RandomSearch.pick([0, 0.0004, 0.001, 3600], &random))
    }
    return test
  }

  /// The places of all events that match, asked one by one.
  private static func asked(_ expression: Expression, _ reader: StoreReader) throws -> [Int64] {
    let matching = EventMatching(expression, types: .standard, mapping: reader.options.mapping)
    var found: [Int64] = []
    try reader.events(EventSelection()) { event in
      try matching.move(to: event)
      if matching.matches() { found.append(event.seq) }
      return true
    }
    return found
  }

  @Test(arguments: 0..<5) func columnsNeverLoseAMatch(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let test = try Self.filled(&random, events: 120)
    try test.store.read { reader in
      var columnsDecided = 0
      for _ in 0..<50 * Fuzzing.factor {
        let expression = RandomSearch.expression(&random, depth: 3)
        let expected = try Self.asked(expression, reader)
        var found: [Int64] = []
        try reader.search(expression) {
          found.append($0.event.seq)
          return true
        }
        #expect(found == expected, "\(expression)")
        #expect(try reader.count(expression) == expected.count, "\(expression)")
        var candidates = 0
        try reader.events(EventSelection(condition: expression)) { _ in
          candidates += 1
          return true
        }
        if candidates < 120 { columnsDecided += 1 }
      }
      // The test must not pass because columns are never used.
      #expect(columnsDecided > 15)
    }
  }

  private struct Facts {
    let seq: Int64
    let time: Timestamp?
    let ingested: Timestamp
  }

  private static func fits(_ event: Facts, _ selection: EventSelection) -> Bool {
    if let seq = selection.seq, !seq.contains(event.seq) { return false }
    let time = selection.time.map { range in event.time.map { range.contains($0) } ?? false }
    let ingested = selection.ingested.map { $0.contains(event.ingested) }
    guard let time, let ingested, selection.acceptsEither else { return time ?? true && ingested ?? true }
    return time || ingested
  }

  private static func ordered(_ events: [Facts], _ order: EventSelection.Order) -> [Int64] {
    func key(_ event: Facts) -> (Int64, Int64) {
      switch order {
      case .arrival: (event.seq, 0)
      case .timeAscending, .timeDescending: (event.time?.nanoseconds ?? .min, event.seq)
      }
    }
    let sorted = events.sorted { key($0) < key($1) }.map(\.seq)
    return order == .timeDescending ? sorted.reversed() : sorted
  }

  @Test(arguments: 300..<303) func rangesAndOrdersHold(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let test = try Self.filled(&random, events: 100)
    let times = RandomSearch.times.compactMap { Timestamp($0) }
    func range(_ random: inout SplitMix) -> ClosedRange<Timestamp>? {
      let (a, b) = (RandomSearch.pick(times, &random), RandomSearch.pick(times, &random))
      return Bool.random(using: &random) ? nil : min(a, b)...max(a, b)
    }
    try test.store.read { reader in
      var all: [Facts] = []
      try reader.events(EventSelection()) { event in
        all.append(Facts(seq: event.seq, time: event.time, ingested: event.ingested))
        return true
      }
      for _ in 0..<100 {
        let first = Int64.random(in: 0..<100, using: &random)
        var selection = EventSelection(
          time: range(&random), ingested: range(&random), acceptsEither: .random(using: &random),
          seq: Bool.random(using: &random) ? nil : first..<first + RandomSearch.pick([0, 1, 3, 60], &random),
          order: RandomSearch.pick([.arrival, .timeAscending, .timeDescending], &random))
        selection.limit = Bool.random(using: &random) ? nil : RandomSearch.pick([0, 1, 7], &random)
        let expected = Self.ordered(all.filter { Self.fits($0, selection) }, selection.order)
        var found: [Int64] = []
        try reader.events(selection) { event in
          found.append(event.seq)
          return true
        }
        #expect(found == Array(expected.prefix(selection.limit ?? .max)), "\(selection)")
        #expect(try reader.count(.all, selection) == expected.count)
      }
    }
  }

  @Test(arguments: 100..<103) func documentsMatchAsTheyAreShown(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let test = try Self.filled(&random, events: 60)
    try test.store.read { reader in
      for _ in 0..<25 {
        let expression = RandomSearch.expression(&random, depth: 2)
        var builder = ProgramBuilder()
        _ = builder.add(expression, onRequest: true)
        let program = builder.build()
        let (matcher, source) = (Matcher(program: program), DocumentSource(catalog: program.catalog))
        var found: Set<Int64> = []
        try reader.search(expression) {
          found.insert($0.event.seq)
          return true
        }
        try reader.search(.all) { event in
          // What a raw record of a wrong shape shows and what is asked of it may differ.
          guard event.event.kind == .document else { return true }
          source.move(to: event.document())
          #expect(matcher.matches(query: 0, source) == found.contains(event.event.seq), "\(expression)")
          return true
        }
      }
    }
  }

  @Test(arguments: 200..<203) func histogramsAndTopValuesCountWhatMatches(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let test = try Self.filled(&random, events: 100)
    let hour: Int64 = 3_600_000_000_000
    try test.store.read { reader in
      for _ in 0..<20 {
        let expression = RandomSearch.expression(&random, depth: 2)
        let field = RandomSearch.pick(["event.action", "user.name", "event.category"], &random)
        var hours: [Int64: Int] = [:]
        var values: [String: Int] = [:]
        var missing = 0
        let matching = EventMatching(
          expression, fields: [field], types: .standard, mapping: reader.options.mapping)
        try reader.events(EventSelection()) { event in
          try matching.move(to: event)
          guard matching.matches() else { return true }
          if let time = event.time { hours[time.nanoseconds / hour * hour, default: 0] += 1 }
          let texts = Set(matching.values(0).map(\.text))
          if texts.isEmpty { missing += 1 }
          for text in texts { values[text, default: 0] += 1 }
          return true
        }
        let histogram = try reader.histogram(expression, interval: hour)
        #expect(Dictionary(uniqueKeysWithValues: histogram.map { ($0.start.nanoseconds, $0.count) }) == hours)
        let top = try reader.topValues(of: field, expression, limit: 1000)
        #expect(Dictionary(uniqueKeysWithValues: top.values.map { ($0.text, $0.count) }) == values)
        #expect(top.missing == missing)
      }
    }
  }

  @Test func foundEventsAreShownWithTheirArrival() throws {
    let test = try TestStore()
    try test.append([#"{"@timestamp":"2026-10-14T11:00:00Z","event":{"action":"a","ingested":"2000-01-01"}}"#]
    )
    try test.store.read { reader in
      try reader.search(.test(field: "event.action", .term("a", ignoresCase: false))) { found in
        #expect(found.document()[path: "event.ingested"] == "2026-10-14T12:00:00.000Z")
        #expect(found.hit()["_id"] == "0")
        return true
      }
    }
  }
}

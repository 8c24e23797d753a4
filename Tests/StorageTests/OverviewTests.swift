import Events
import OrderedCollections
import Query
import TestSupport
import Testing

@testable import Storage

/// Overviews and occurrences say what asking every event says, also when they are made in pieces.
struct OverviewTests {
  private static let hour: Int64 = 3_600_000_000_000
  private static let fields: [EventField] = [.action, .provider, .user, .address]

  private static func filled(_ random: inout SplitMix, _ count: Int, _ test: TestStore) throws {
    let drafts = EventDrafts()
    for _ in 0..<count {
      let text = JSONWriter.text(RandomSearch.document(&random))
      let id = "\(UInt64.random(in: 0 ... .max, using: &random))"
      _ = try test.store.write { try $0.append(try TestStore.draft(text, id: id, drafts)) }
    }
  }

  /// The overview that counting apart and reading all gives.
  private static func expected(_ request: EventOverviewRequest, _ reader: StoreReader) throws -> EventOverview
  {
    let selection = EventSelection(time: request.time, order: .timeDescending, types: request.types)
    var newest: [Int64] = []
    try reader.search(request.condition, selection) { event in
      newest.append(event.event.seq)
      return newest.count < request.newest
    }
    var tops: [String: [TopValues.Value]] = [:]
    for field in request.fields {
      tops[field.path] =
        try reader.topValues(of: field.path, request.condition, limit: request.values, selection).values
    }
    return EventOverview(
      newest: newest, total: try reader.count(request.condition, selection),
      bars: try reader.histogram(request.condition, interval: request.interval, selection), tops: tops,
      unsearched: 0)
  }

  private static func check(_ found: EventOverview, _ expected: EventOverview, _ what: String) {
    #expect(found.unsearched == 0)
    #expect(found.total == expected.total, "\(what)")
    #expect(found.newest == expected.newest, "\(what)")
    #expect(found.bars.map(\.start) == expected.bars.map(\.start), "\(what)")
    #expect(found.bars.map(\.count) == expected.bars.map(\.count), "\(what)")
    #expect(found.tops == expected.tops, "\(what)")
  }

  @Test(arguments: 0..<4) func anOverviewIsTheSameAsItsParts(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed) &+ 300)
    let test = try TestStore()
    for _ in 0..<4 {
      try Self.filled(&random, 40, test)
      for _ in 0..<25 * Fuzzing.factor {
        let condition = RandomSearch.expression(&random, depth: 2)
        let times = (0..<2).compactMap { _ in Timestamp(RandomSearch.pick(RandomSearch.times, &random)) }
          .sorted()
        let all = Timestamp(nanoseconds: .min)...Timestamp(nanoseconds: .max)
        let request = EventOverviewRequest(
          condition: condition,
          time: Bool.random(using: &random) || times.count < 2 ? all : times[0]...times[1],
          interval: RandomSearch.pick([Self.hour, 24 * Self.hour], &random), fields: Self.fields,
          values: RandomSearch.pick([2, 6, 1000], &random), newest: RandomSearch.pick([1, 5, 100], &random))
        try test.store.read { reader in
          let expected = try Self.expected(request, reader)
          Self.check(try reader.overview(request), expected, "\(condition)")
          // Once more, of what is remembered.
          Self.check(try reader.overview(request), expected, "\(condition)")
        }
      }
    }
  }

  @Test func anOverviewWithoutTimeGoesOnUntilItIsComplete() throws {
    let test = try TestStore()
    let drafts = EventDrafts()
    _ = try test.store.write { writer in
      for day in 1..<10 {
        for number in 0..<3 {
          let text = """
            {"@timestamp":"2026-10-0\(day)T0\(number):00:00Z","event":{"action":"a\(number)"},"host":{"name":"h"}}
            """
          _ = try writer.append(try TestStore.draft(text, id: "\(day)-\(number)", drafts))
        }
      }
    }
    let request = EventOverviewRequest(
      condition: .test(field: "host.name", .term("h", ignoresCase: false)),
      time: time("2026-10-01T00:00:00Z")...time("2026-11-01T00:00:00Z"), interval: 24 * Self.hour,
      fields: [.action], newest: 4)
    let past = ContinuousClock.now
    var totals: [Int] = []
    try test.store.read { reader in
      for _ in 0..<20 {
        let overview = try reader.overview(request, until: past)
        #expect(overview.total + overview.unsearched == 27)
        totals.append(overview.total)
        if overview.unsearched == 0 { break }
      }
      // A day more with each look.
      #expect(totals == (1...9).map { 3 * $0 })
      Self.check(try reader.overview(request, until: past), try Self.expected(request, reader), "at the end")
    }
  }

  @Test func changedTablesAreReadAgain() throws {
    let test = try TestStore()
    let text = #"{"@timestamp":"2026-10-14T01:00:00Z","event":{"action":"a"}}"#
    _ = try test.store.write { try $0.append(try TestStore.draft(text, id: "1")) }
    let request = EventOverviewRequest(
      condition: .all, time: time("2026-10-14T00:00:00Z")...time("2026-10-15T00:00:00Z"), interval: Self.hour,
      fields: [.action])
    #expect(try test.store.read { try $0.overview(request).total } == 1)
    _ = try test.store.write { try $0.append(try TestStore.draft(text, id: "2")) }
    #expect(try test.store.read { try $0.overview(request).total } == 2)
    // A table that was dropped and made again has another number.
    _ = try test.store.write { try $0.dropEvents(before: time("2026-10-20T00:00:00Z")) }
    #expect(try test.store.read { try $0.overview(request).total } == 0)
    _ = try test.store.write { try $0.append(try TestStore.draft(text, id: "3")) }
    #expect(try test.store.read { try $0.overview(request).newest } == [3])
  }

  @Test(arguments: 0..<4) func occurrencesAreThoseOfSingleQuestions(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed) &+ 900)
    let test = try TestStore()
    try Self.filled(&random, 120, test)
    for _ in 0..<40 * Fuzzing.factor {
      let base = RandomSearch.expression(&random, depth: 2)
      let others = (0..<3).map { _ in RandomSearch.expression(&random, depth: 1) }
      try test.store.read { reader in
        let found = try reader.occurrences(of: base, with: others, EventSelection())
        var expected: [EventOccurrences] = []
        for other in [.all] + others {
          var one = EventOccurrences()
          try reader.search(.and([base, other])) { event in
            one.add(event.event.time)
            return true
          }
          expected.append(one)
        }
        #expect(found == expected, "\(base)")
      }
    }
  }

  @Test func documentsComeInTheOrderThatIsAskedFor() throws {
    let test = try TestStore()
    try test.append((0..<5).map { #"{"@timestamp":"2026-10-1\#($0)T01:00:00Z","event":{"id":"\#($0)"}}"# })
    let found = try test.store.read { try $0.documents([4, 1, 99, 5]) }
    #expect(found.map(\.seq) == [4, 1, 5])
    #expect(found.map { JSON.object($0.document)[path: "event.id"]?.string } == ["3", "0", "4"])
  }
}

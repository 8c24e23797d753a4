import Events
import Query
import Storage
import TestSupport
import Testing

struct EventTests {
  @Test func anEventComesBackAsItWas() throws {
    let test = try TestStore()
    let text = #"{"@timestamp":"2026-10-14T11:00:00.123456Z","event":{"action":"é\u0000x"},"n":1.50}"#
    let results = try test.append([text])
    #expect(results == [.stored(1)])
    try test.store.read { reader in
      let found = try reader.event(seq: 1) { event in
        #expect(event.id == "0")
        #expect(event.index == "logs-test")
        #expect(event.kind == .document)
        #expect(event.time == time("2026-10-14T11:00:00.123456Z"))
        #expect(event.ingested == test.clock.now)
        return String(decoding: event.bytes, as: UTF8.self)
      }
      #expect(found == text)
      #expect(try reader.event(index: "logs-test", id: "0") { $0.seq } == 1)
      #expect(try reader.event(index: "other", id: "0") { $0.seq } == nil)
    }
  }

  @Test func theSameIdentifierIsStoredOnce() throws {
    let test = try TestStore()
    let text = #"{"@timestamp":"2026-10-14T11:00:00Z"}"#
    #expect(try test.append([text]) == [.stored(1)])
    #expect(try test.append([text, text]) == [.duplicate(1), .stored(2)])
    #expect(try test.store.read { try $0.eventCount() } == 2)
    #expect(try test.store.read { try $0.lastSeq() } == 2)
  }

  @Test func anEventKeptOutsideDaysIsFoundAgainWhenItsDayHasCome() throws {
    let test = try TestStore()
    let text = #"{"@timestamp":"2026-10-20T11:00:00Z"}"#
    #expect(try test.append([text]) == [.stored(1)])
    test.clock.advance(seconds: 6 * 86_400)
    #expect(try test.append([text]) == [.duplicate(1)])
  }

  @Test func numbersAreNeverUsedAgain() throws {
    let test = try TestStore()
    try test.append((0..<3).map { #"{"@timestamp":"2026-10-14T11:00:0\#($0)Z"}"# })
    let replaced = try test.store.write { writer in
      try writer.replace(TestStore.draft(#"{"@timestamp":"2026-10-13T11:00:00Z","v":2}"#, id: "2"))
    }
    #expect(replaced.seq == 4)
    #expect(replaced.existed)
    #expect(try test.ids() == ["0", "1", "2"])
    try test.store.close()
    let again = try TestStore(clock: test.clock, folder: test.folder)
    let result = try again.store.write { try $0.append(TestStore.draft(#"{"a":1}"#, id: "new")) }
    #expect(result == .stored(5))
  }

  @Test func arrivalTimesNeverGoBack() throws {
    let test = try TestStore()
    try test.append([#"{"a":1}"#])
    let first = test.clock.now
    test.clock.advance(seconds: -3600)
    _ = try test.store.write { try $0.append(TestStore.draft("{}", id: "later")) }
    #expect(try test.store.read { try $0.event(seq: 2) { $0.ingested } } == first)
  }

  @Test func anUndoneTransactionLeavesNothing() throws {
    struct Stop: Error {}
    let test = try TestStore()
    let text = #"{"@timestamp":"2026-10-14T11:00:00Z","event":{"action":"a"}}"#
    #expect(throws: Stop.self) {
      try test.store.write { writer in
        _ = try writer.append(TestStore.draft(text, id: "x"))
        throw Stop()
      }
    }
    #expect(try test.store.read { try $0.lastSeq() } == 0)
    #expect(test.store.health.isWritable)
    #expect(try test.append([text]) == [.stored(1)])
    let condition = EventSelection(condition: .test(field: "event.action", .term("a", ignoresCase: false)))
    #expect(try test.ids(condition) == ["0"])
  }

  @Test func ordersAndRanges() throws {
    let test = try TestStore()
    // Out of order, over several days, one without a time, one far in the future.
    let times = [
      "2026-10-14T10:00:00Z", "2026-10-12T10:00:00Z", nil, "2026-10-13T10:00:00Z", "2030-01-01T00:00:00Z",
      "2026-10-12T09:00:00Z",
    ]
    for (number, time) in times.enumerated() {
      let text = time.map { #"{"@timestamp":"\#($0)"}"# } ?? "{}"
      _ = try test.store.write { try $0.append(TestStore.draft(text, id: "\(number)")) }
      test.clock.advance(seconds: 60)
    }
    #expect(try test.ids() == ["0", "1", "2", "3", "4", "5"])
    #expect(try test.ids(EventSelection(order: .timeAscending)) == ["2", "5", "1", "3", "0", "4"])
    #expect(try test.ids(EventSelection(order: .timeDescending)) == ["4", "0", "3", "1", "5", "2"])
    #expect(try test.ids(EventSelection(order: .timeDescending, limit: 2)) == ["4", "0"])
    #expect(try test.ids(EventSelection(seq: 2..<5)) == ["1", "2", "3"])
    let range = time("2026-10-12T09:00:00Z")...time("2026-10-13T10:00:00Z")
    #expect(try test.ids(EventSelection(time: range)) == ["1", "3", "5"])
    let arrived = time("2026-10-14T12:01:00Z")...time("2026-10-14T12:02:30Z")
    #expect(try test.ids(EventSelection(ingested: arrived)) == ["1", "2"])
    #expect(try test.ids(EventSelection(time: range, ingested: arrived)) == ["1"])
    #expect(
      try test.ids(EventSelection(time: range, ingested: arrived, acceptsEither: true)) == [
        "1", "2", "3", "5",
      ])
    #expect(try test.store.read { try $0.days() }.map(\.events) == [2, 1, 1, 2])
  }
}

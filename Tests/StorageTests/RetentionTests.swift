import Events
import Storage
import TestSupport
import Testing

struct RetentionTests {
  @Test func daysAreRemovedAsAWhole() throws {
    let test = try TestStore()
    var random = SplitMix(state: 1)
    for day in 10...14 {
      let drafts = try (0..<200).map { number in
        let noise = (0..<20).map { _ in String(random.next(), radix: 36) }.joined()
        return try TestStore.draft(
          #"{"@timestamp":"2026-10-\#(day)T11:00:00Z","message":"\#(noise)"}"#, id: "\(day)-\(number)")
      }
      _ = try test.store.write { writer in try drafts.map { try writer.append($0) } }
    }
    let before = try test.store.size()
    let removed = try test.store.write { try $0.dropEvents(before: time("2026-10-13T18:00:00Z")) }
    #expect(removed == 600)
    #expect(try test.store.read { try $0.days() }.map(\.start) == [time("2026-10-13"), time("2026-10-14")])
    #expect(try test.ids().count == 400)
    #expect(try test.store.size().free > 0)
    try test.store.shrink(pages: 10)
    let after = try test.store.size()
    #expect(after.free == 0)
    #expect(after.total < before.total * 3 / 4)
    // A day that comes again is a new one, and numbers go on.
    let again = try test.store.write {
      try $0.append(TestStore.draft(#"{"@timestamp":"2026-10-10T11:00:00Z"}"#, id: "10-0"))
    }
    #expect(again == .stored(1001))
    #expect(try test.store.check().isEmpty)
  }

  @Test func eventsOutsideDaysGoByTheirArrival() throws {
    let test = try TestStore()
    try test.append(["{}", #"{"@timestamp":"2040-01-01T00:00:00Z"}"#])
    test.clock.advance(seconds: 3 * 86_400)
    _ = try test.store.write { try $0.append(TestStore.draft(#"{"a":1}"#, id: "later")) }
    #expect(try test.store.write { try $0.dropEvents(before: time("2026-10-16T00:00:00Z")) } == 2)
    #expect(try test.ids() == ["later"])
    #expect(try test.store.read { try $0.eventCount() } == 1)
  }

  @Test func removingAndAddingInOneTransaction() throws {
    let test = try TestStore()
    try test.append([#"{"@timestamp":"2026-10-01T11:00:00Z"}"#])
    try test.store.write { writer in
      _ = try writer.append(TestStore.draft(#"{"@timestamp":"2026-10-01T12:00:00Z"}"#, id: "a"))
      #expect(try writer.dropEvents(before: time("2026-10-10")) == 2)
      _ = try writer.append(TestStore.draft(#"{"@timestamp":"2026-10-01T12:00:00Z"}"#, id: "b"))
    }
    #expect(try test.ids() == ["b"])
    #expect(try test.store.read { try $0.days() }.map(\.events) == [1])
  }
}

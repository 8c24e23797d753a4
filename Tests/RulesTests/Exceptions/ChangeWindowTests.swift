import Events
import Rules
import Testing

@Suite struct ChangeWindowTests {
  /// A window of hours, and the next time at which it is open.
  struct Hours: Sendable {
    let zone: String
    let from: String
    let to: String
    let after: String
    let start: String
    let end: String

    init(_ zone: String, _ from: String, _ to: String, after: String, _ start: String, _ end: String) {
      (self.zone, self.from, self.to, self.after) = (zone, from, to, after)
      (self.start, self.end) = (start, end)
    }
  }

  private static let (berlin, newYork) = ("Europe/Berlin", "America/New_York")

  private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

  private func isOpen(_ window: ChangeWindow, _ text: String) throws -> Bool {
    window.contains(try time(text))
  }

  @Test func daysAreThoseOnWhichItBegins() throws {
    let window = try ChangeWindow(days: ["sat", "SUN"], from: "22:00", to: "02:00", timezone: Self.berlin)
    let open = [
      "2026-06-13T20:00:00Z", "2026-06-13T23:59:59.999Z", "2026-06-14T20:00:00Z", "2026-06-14T23:59:59Z",
    ]
    let closed = [
      "2026-06-13T19:59:59.999Z", "2026-06-14T00:00:00Z", "2026-06-15T00:00:00Z", "2026-06-12T21:00:00Z",
      "2026-06-15T20:00:00Z", "2026-06-14T12:00:00Z",
    ]
    for text in open { #expect(try isOpen(window, text), "\(text)") }
    for text in closed { #expect(try !isOpen(window, text), "\(text)") }
  }

  @Test func aWholeDayHasNoGap() throws {
    let window = try ChangeWindow(days: ["sun"], from: "00:00", to: "24:00", timezone: Self.berlin)
    // The clock goes forward on this day.
    #expect(try isOpen(window, "2026-03-28T23:00:00Z"))
    #expect(try isOpen(window, "2026-03-29T21:59:59Z"))
    #expect(try !isOpen(window, "2026-03-29T22:00:00Z"))
    let always = try ChangeWindow(from: "00:00", to: "24:00", timezone: Self.newYork)
    for hour in 0..<9000 {
      let moment = Timestamp(nanoseconds: 1_767_225_600_000_000_000 + Int64(hour) * 3_600_000_000_000)
      #expect(always.contains(moment), "\(moment)")
    }
  }

  @Test(arguments: [
    // The clock goes from 02:00 to 03:00.
    Hours(
      berlin, "02:30", "04:00", after: "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"),
    Hours(
      berlin, "01:00", "02:30", after: "2026-03-28T12:00:00Z", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"),
    Hours(
      berlin, "22:00", "04:00", after: "2026-03-28T12:00:00Z", "2026-03-28T21:00:00Z", "2026-03-29T02:00:00Z"),
    Hours(
      newYork, "23:00", "02:30", after: "2026-03-07T12:00:00Z", "2026-03-08T04:00:00Z", "2026-03-08T07:00:00Z"
    ),
    // Both ends are left out, so there is none on that day.
    Hours(
      newYork, "02:15", "02:45", after: "2026-03-08T00:00:00Z", "2026-03-09T06:15:00Z", "2026-03-09T06:45:00Z"
    ),
    // The clock goes from 03:00 back to 02:00.
    Hours(
      berlin, "02:30", "02:45", after: "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:45:00Z"),
    Hours(
      berlin, "02:00", "03:00", after: "2026-10-24T12:00:00Z", "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"),
    Hours(
      berlin, "22:00", "02:30", after: "2026-10-24T12:00:00Z", "2026-10-24T20:00:00Z", "2026-10-25T01:30:00Z"),
    // The clock goes from 02:00 back to 01:00.
    Hours(
      newYork, "01:30", "01:45", after: "2026-10-31T12:00:00Z", "2026-11-01T05:30:00Z", "2026-11-01T06:45:00Z"
    ),
    Hours(
      newYork, "00:30", "02:00", after: "2026-10-31T12:00:00Z", "2026-11-01T04:30:00Z", "2026-11-01T07:00:00Z"
    ),
    // A whole day is left out: this place moved over the date line.
    Hours(
      "Pacific/Apia", "10:00", "11:00", after: "2011-12-30T00:00:00Z", "2011-12-30T20:00:00Z",
      "2011-12-30T21:00:00Z"),
  ])
  func changesOfTheClock(_ hours: Hours) throws {
    let window = try ChangeWindow(from: hours.from, to: hours.to, timezone: hours.zone)
    let next = try #require(window.nextOccurrences(after: try time(hours.after), count: 1).first)
    #expect(next.start == (try time(hours.start)), "\(next.start)")
    #expect(next.end == (try time(hours.end)), "\(next.end)")
    #expect(window.contains(next.start))
    #expect(!window.contains(next.end))
    #expect(!window.contains(Timestamp(nanoseconds: next.start.nanoseconds - 1)))
    #expect(window.contains(Timestamp(nanoseconds: next.end.nanoseconds - 1)))
  }

  @Test(arguments: [
    ("4h", "2026-03-28T23:00:00", "2026-03-28T22:00:00Z", "2026-03-29T02:00:00Z"),
    ("90m", "2026-03-29T01:30:00", "2026-03-29T00:30:00Z", "2026-03-29T02:00:00Z"),
    ("1d", "2026-03-28T12:00:00", "2026-03-28T11:00:00Z", "2026-03-29T10:00:00Z"),
    ("24h", "2026-03-28T12:00:00", "2026-03-28T11:00:00Z", "2026-03-29T11:00:00Z"),
    ("2w", "2026-10-20T12:00:00", "2026-10-20T10:00:00Z", "2026-11-03T11:00:00Z"),
  ])
  func daysEndAtTheSameClockTime(_ duration: String, _ begin: String, _ start: String, _ end: String) throws {
    let window = try ChangeWindow(
      rrule: "FREQ=YEARLY", start: begin, duration: duration, timezone: Self.berlin)
    let next = try #require(window.nextOccurrences(after: try time("2026-01-01"), count: 1).first)
    #expect(next.start == (try time(start)), "\(next.start)")
    #expect(next.end == (try time(end)), "\(next.end)")
    #expect(window.contains(Timestamp(nanoseconds: next.end.nanoseconds - 1)))
    #expect(!window.contains(next.end))
  }

  /// Being open is asked without counting, the list is made by counting: they must agree.
  @Test(arguments: [
    ("FREQ=MONTHLY;BYDAY=2TU,-1FR", "5h"), ("FREQ=DAILY;INTERVAL=3", "3d"), ("FREQ=WEEKLY;BYDAY=SU,SA", "7h"),
    ("FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU", "2h"), ("FREQ=DAILY;COUNT=40", "30m"),
    ("FREQ=WEEKLY;UNTIL=20260801", "1w"),
  ])
  func openMeansInsideAnOccurrence(_ rule: String, _ duration: String) throws {
    for zone in [Self.berlin, Self.newYork, "Australia/Lord_Howe", "Asia/Kathmandu"] {
      let window = try ChangeWindow(
        rrule: rule, start: "2026-01-01T01:30:00", duration: duration, timezone: zone)
      let occurrences = window.nextOccurrences(after: try time("2025-12-01"), count: 500)
      for step in 0..<9000 {
        let moment = Timestamp(nanoseconds: 1_766_000_000_000_000_000 + Int64(step) * 2_400_000_000_000)
        let isInside = occurrences.contains { $0.start <= moment && moment < $0.end }
        guard window.contains(moment) == isInside else {
          Issue.record("\(zone) \(moment)")
          return
        }
      }
    }
  }

  @Test func nextOccurrencesAreBounded() throws {
    let window = try ChangeWindow(from: "22:00", to: "02:00", timezone: "UTC")
    let midnight = try time("2026-06-15")
    let starts = window.nextOccurrences(after: midnight, count: 2).map(\.start.description)
    #expect(starts == ["2026-06-14T22:00:00.000Z", "2026-06-15T22:00:00.000Z"])
    #expect(window.nextOccurrences(after: midnight, count: .max).count == 1000)
    #expect(window.nextOccurrences(after: midnight, count: 0).isEmpty)
    #expect(window.nextOccurrences(after: midnight, count: -1).isEmpty)
    let never = try ChangeWindow(
      rrule: "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", start: "2026-01-01", duration: "1h", timezone: "UTC")
    #expect(never.nextOccurrences(after: midnight, count: 5).isEmpty)
    for extreme in [Timestamp(nanoseconds: .min), Timestamp(nanoseconds: .max)] {
      _ = window.contains(extreme)
      #expect(never.nextOccurrences(after: extreme, count: 5).isEmpty)
      _ = window.nextOccurrences(after: extreme, count: 5)
    }
  }
}

import Events
import Foundation
import Rules
import TestSupport
import Testing

@Suite struct ChangeWindowTests {
  /// The window of an exception whose table holds these lines.
  private func window(_ lines: String) throws -> ChangeWindow {
    let folder = try TemporaryFolder()
    let text = "[[exception]]\nname = \"w\"\n[[exception.window]]\n\(lines)\n"
    let path = try folder.write("w.toml", Array(text.utf8))
    let result = ExceptionLoader.load(paths: [path])
    #expect(result.problems.isEmpty, "\(result.problems)")
    return try #require(result.exceptions.items.first?.windows.first)
  }

  private func contains(_ window: ChangeWindow, _ time: String) throws -> Bool {
    window.contains(try #require(Timestamp(time)))
  }

  @Test(arguments: [
    // A Saturday night in winter: 22:00 in Berlin is 21:00 UTC.
    ("2026-01-10T20:59:59Z", false), ("2026-01-10T21:00:00Z", true), ("2026-01-11T00:59:59Z", true),
    ("2026-01-11T01:00:00Z", false),
    // In summer it is 20:00 UTC.
    ("2026-07-11T20:00:00Z", true), ("2026-07-11T19:59:59Z", false), ("2026-07-12T00:00:00Z", false),
    ("2026-07-12T20:30:00Z", false),
    // The night in which the clock goes forward: from 02:00 to 03:00 on 29 March 2026; the window ends at 02:00, which is 03:00.
    ("2026-03-28T21:00:00Z", true), ("2026-03-29T00:59:59Z", true), ("2026-03-29T01:00:00Z", false),
    // The night in which it goes back, 25 October 2026: 02:00 comes twice, and the window ends with the second.
    ("2026-10-24T20:00:00Z", true), ("2026-10-25T00:30:00Z", true), ("2026-10-25T01:00:00Z", false),
  ])
  func nightsFollowTheClock(_ time: String, _ expected: Bool) throws {
    let window = try window(
      "days = [\"sat\"]\nfrom = \"22:00\"\nto = \"02:00\"\ntimezone = \"Europe/Berlin\"")
    #expect(try contains(window, time) == expected)
  }

  @Test func aSkippedHourOpensAtTheChange() throws {
    let window = try window("from = \"02:30\"\nto = \"04:00\"\ntimezone = \"America/New_York\"")
    // On 8 March 2026 the clock goes from 02:00 to 03:00 at 07:00 UTC.
    #expect(try !contains(window, "2026-03-08T06:59:59Z"))
    #expect(try contains(window, "2026-03-08T07:00:00Z"))
    #expect(try !contains(window, "2026-03-08T08:00:00Z"))
    // On 1 November 2026 it goes back: 01:30 is there twice, 02:30 once.
    #expect(try contains(window, "2026-11-01T07:30:00Z"))
  }

  @Test func allDayOnWorkdays() throws {
    let window = try window("days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]\ntimezone = \"UTC\"")
    #expect(try contains(window, "2026-11-24T00:00:00Z"))
    #expect(try !contains(window, "2026-11-22T12:00:00Z"))
  }

  @Test(arguments: [
    ("FREQ=DAILY;INTERVAL=2", "2026-01-03T10:30:00", true),
    ("FREQ=DAILY;INTERVAL=2", "2026-01-02T10:30:00", false),
    ("FREQ=WEEKLY;BYDAY=MO,TH", "2026-01-05T10:30:00", true),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-01-08T10:30:00", false),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-01-15T10:30:00", true),
    ("FREQ=MONTHLY;BYDAY=2TU", "2026-02-10T10:30:00", true),
    ("FREQ=MONTHLY;BYDAY=2TU", "2026-02-03T10:30:00", false),
    ("FREQ=MONTHLY;BYDAY=-1FR", "2026-01-30T10:30:00", true),
    ("FREQ=MONTHLY;BYDAY=-1FR", "2026-01-23T10:30:00", false),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-02-28T10:30:00", true),
    ("FREQ=MONTHLY", "2026-03-01T10:30:00", true),
    ("FREQ=YEARLY;BYMONTH=3;BYDAY=1SU", "2027-03-07T10:30:00", true),
    ("FREQ=DAILY;COUNT=3", "2026-01-03T10:30:00", true), ("FREQ=DAILY;COUNT=3", "2026-01-04T10:30:00", false),
    ("FREQ=DAILY;UNTIL=20260110", "2026-01-10T10:30:00", true),
    ("FREQ=DAILY;UNTIL=20260110", "2026-01-11T10:30:00", false),
    ("FREQ=DAILY", "2026-01-01T09:59:59", false), ("FREQ=DAILY", "2026-01-01T12:00:00", false),
    ("FREQ=DAILY", "2025-12-31T10:30:00", false),
  ])
  func recurrencesAreThoseOfTheStandard(_ rule: String, _ time: String, _ expected: Bool) throws {
    let window = try window(
      "rrule = \"\(rule)\"\nstart = \"2026-01-01T10:00:00\"\nduration = \"2h\"\ntimezone = \"UTC\"")
    #expect(try contains(window, time + "Z") == expected)
  }

  @Test func theNextWindowsAreNamed() throws {
    let window = try window(
      "rrule = \"FREQ=MONTHLY;BYDAY=1SA\"\nstart = \"2026-01-03T22:00:00\"\nduration = \"4h\"\ntimezone = \"Europe/Berlin\""
    )
    let next = window.next(after: try #require(Timestamp("2026-03-01T00:00:00Z")), count: 2)
    #expect(next.map { "\($0.lowerBound)" } == ["2026-03-07T21:00:00.000Z", "2026-04-04T20:00:00.000Z"])
  }
}

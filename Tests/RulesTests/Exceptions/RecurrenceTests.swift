import Events
import Rules
import Testing

@Suite struct RecurrenceTests {
  /// A rule and the days that it chooses first; whether these are all.
  struct Case: CustomTestStringConvertible, Sendable {
    let rule: String
    let start: String
    let days: [String]
    let isAll: Bool
    var testDescription: String { "\(rule) from \(start)" }

    init(_ rule: String, from start: String = "2026-01-01T22:00:00", _ days: [String], isAll: Bool = false) {
      (self.rule, self.start, self.days, self.isAll) = (rule, start, days, isAll)
    }
  }

  private static let cases = [
    Case(
      "FREQ=MONTHLY;BYDAY=2TU", from: "2026-01-13T22:00:00",
      ["2026-01-13", "2026-02-10", "2026-03-10", "2026-04-14"]),
    Case(
      "RRULE:FREQ=MONTHLY;BYDAY=-1FR", ["2026-01-30", "2026-02-27", "2026-03-27", "2026-04-24", "2026-05-29"]),
    Case("FREQ=MONTHLY;BYDAY=1MO,-1SU", ["2026-01-05", "2026-01-25", "2026-02-02", "2026-02-22"]),
    Case("FREQ=MONTHLY;BYDAY=5TH", ["2026-01-29", "2026-04-30", "2026-07-30"]),
    Case("FREQ=MONTHLY;BYMONTHDAY=31", ["2026-01-31", "2026-03-31", "2026-05-31"]),
    Case("FREQ=MONTHLY;BYMONTHDAY=-1", ["2026-01-31", "2026-02-28", "2026-03-31"]),
    Case("FREQ=MONTHLY;BYMONTHDAY=1,15", ["2026-01-01", "2026-01-15", "2026-02-01"]),
    Case("FREQ=MONTHLY", from: "2026-01-31T22:00:00", ["2026-01-31", "2026-03-31", "2026-05-31"]),
    Case("FREQ=MONTHLY;INTERVAL=5", ["2026-01-01", "2026-06-01", "2026-11-01", "2027-04-01"]),
    Case("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", ["2026-02-13", "2026-03-13", "2026-11-13"]),
    Case(
      "FREQ=MONTHLY;BYMONTH=4;BYDAY=TU",
      ["2026-04-07", "2026-04-14", "2026-04-21", "2026-04-28", "2027-04-06"]),
    Case("FREQ=DAILY", ["2026-01-01", "2026-01-02"]),
    Case("FREQ=DAILY;INTERVAL=10;COUNT=3", ["2026-01-01", "2026-01-11", "2026-01-21"], isAll: true),
    Case(
      "FREQ=DAILY;BYDAY=SA;BYMONTH=2", ["2026-02-07", "2026-02-14", "2026-02-21", "2026-02-28", "2027-02-06"]),
    Case("FREQ=DAILY;BYMONTHDAY=-2", ["2026-01-30", "2026-02-27"]),
    Case(
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;WKST=MO", ["2026-01-01", "2026-01-12", "2026-01-15", "2026-01-26"]),
    Case("freq=weekly;byday=sa", ["2026-01-03", "2026-01-10"]),
    Case("FREQ=WEEKLY;COUNT=1", ["2026-01-01"], isAll: true),
    Case("FREQ=WEEKLY;UNTIL=20260115", ["2026-01-01", "2026-01-08", "2026-01-15"], isAll: true),
    Case("FREQ=WEEKLY;UNTIL=20260115T215959", ["2026-01-01", "2026-01-08"], isAll: true),
    Case("FREQ=WEEKLY;UNTIL=20260115T220000", ["2026-01-01", "2026-01-08", "2026-01-15"], isAll: true),
    Case("FREQ=WEEKLY;UNTIL=20260115T210000Z", ["2026-01-01", "2026-01-08", "2026-01-15"], isAll: true),
    Case("FREQ=WEEKLY;UNTIL=20260115T205959Z", ["2026-01-01", "2026-01-08"], isAll: true),
    Case("FREQ=DAILY;UNTIL=20250101", [], isAll: true),
    Case("FREQ=YEARLY", from: "2024-02-29T22:00:00", ["2024-02-29", "2028-02-29", "2032-02-29"]),
    Case("FREQ=YEARLY;INTERVAL=2", ["2026-01-01", "2028-01-01"]),
    Case("FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU", ["2026-03-29", "2026-10-25", "2027-03-28"]),
    Case("FREQ=YEARLY;BYMONTH=6", from: "2026-01-05T22:00:00", ["2026-06-05", "2027-06-05"]),
    Case("FREQ=YEARLY;BYMONTHDAY=5", ["2026-01-05", "2026-02-05"]),
    Case("FREQ=YEARLY;BYDAY=SU;COUNT=2", ["2026-01-04", "2026-01-11"], isAll: true),
  ]

  @Test(arguments: cases)
  func choosesDays(_ item: Case) throws {
    let window = try ChangeWindow(
      rrule: item.rule, start: item.start, duration: "1h", timezone: "Europe/Berlin")
    let first = try #require(Timestamp("2024-01-01"))
    let found = window.nextOccurrences(after: first, count: item.days.count + 1)
      .map { String($0.start.description.prefix(10)) }
    #expect(item.isAll ? found == item.days : Array(found.dropLast()) == item.days, "\(found)")
  }

  @Test(arguments: [
    ("FREQ=HOURLY", "FREQ must be one of DAILY, WEEKLY, MONTHLY, YEARLY"),
    ("COUNT=3", "FREQ must be one of DAILY, WEEKLY, MONTHLY, YEARLY"),
    (
      "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
      "BYSETPOS is not supported, only FREQ, INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, COUNT, UNTIL, WKST"
    ),
    ("FREQ=DAILY;", "\"\" must be a part such as FREQ=WEEKLY"),
    ("FREQ=DAILY;INTERVAL", "\"INTERVAL\" must be a part such as FREQ=WEEKLY"),
    ("FREQ=DAILY;FREQ=WEEKLY", "FREQ is there twice"),
    ("FREQ=DAILY;INTERVAL=0", "INTERVAL takes whole numbers from 1 to 1000, not 0"),
    ("FREQ=DAILY;INTERVAL=1,2", "INTERVAL takes whole numbers from 1 to 1000, not 1,2"),
    ("FREQ=DAILY;COUNT=1000000", "COUNT takes whole numbers from 1 to 10000, not 1000000"),
    ("FREQ=DAILY;COUNT=1;UNTIL=20270101", "COUNT and UNTIL cannot both be there"),
    (
      "FREQ=DAILY;UNTIL=2027",
      "UNTIL must be a time such as 20271231, 20271231T220000 or 20271231T210000Z"
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY takes whole numbers from -31 to 31, not 32"),
    ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY takes whole numbers from -31 to 31, not 0"),
    ("FREQ=MONTHLY;BYMONTH=13", "BYMONTH takes whole numbers from 1 to 12, not 13"),
    ("FREQ=MONTHLY;BYDAY=6MO", "BYDAY takes days such as MO, 2TU and -1FR, not 6MO"),
    ("FREQ=MONTHLY;BYDAY=XX", "BYDAY takes days such as MO, 2TU and -1FR, not XX"),
    ("FREQ=WEEKLY;BYDAY=2MO", "BYDAY with a number needs FREQ=MONTHLY, or FREQ=YEARLY with BYMONTH"),
    ("FREQ=YEARLY;BYDAY=2MO", "BYDAY with a number needs FREQ=MONTHLY, or FREQ=YEARLY with BYMONTH"),
    ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY has no meaning with FREQ=WEEKLY"),
    ("FREQ=WEEKLY;WKST=SU", "WKST=SU is not supported: weeks begin on Monday"),
  ])
  func wrongRulesAreNamed(_ rule: String, _ message: String) {
    let error = #expect(throws: ChangeWindowError.self) {
      _ = try ChangeWindow(rrule: rule, start: "2026-01-01T00:00:00", duration: "1h", timezone: "UTC")
    }
    #expect(error?.description == "rrule: \(message)")
  }

  @Test(arguments: [
    ("2026-01-01T00:00:00Z", "1h", ChangeWindowError.Key.start), ("2026-01-01T00:00:00+01:00", "1h", .start),
    ("1 January", "1h", .start), ("2026-01-01T00:00:00.5", "1h", .start), ("2026-01-01", "0h", .duration),
    ("2026-01-01", "1", .duration), ("2026-01-01", "-1h", .duration), ("2026-01-01", "1y", .duration),
    ("2026-01-01", "367d", .duration), ("2026-01-01", "99999999999999999999h", .duration),
    ("2026-01-01", "", .duration),
  ])
  func wrongTimesAreNamed(_ start: String, _ duration: String, _ key: ChangeWindowError.Key) {
    let error = #expect(throws: ChangeWindowError.self) {
      _ = try ChangeWindow(rrule: "FREQ=DAILY", start: start, duration: duration, timezone: "UTC")
    }
    #expect(error?.key == key)
  }
}

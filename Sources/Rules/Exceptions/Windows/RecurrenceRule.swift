/// A recurrence rule of calendars, as far as it chooses days.
///
/// Source: RFC 5545 §3.3.10.
struct RecurrenceRule: Sendable, Hashable {
  /// How often a period comes.
  enum Frequency: String, Sendable, Hashable, CaseIterable {
    case daily = "DAILY"
    case weekly = "WEEKLY"
    case monthly = "MONTHLY"
    case yearly = "YEARLY"
  }

  /// A day of the week: each one, or the nth of the month, from the end when negative.
  struct Day: Sendable, Hashable {
    let ordinal: Int64?
    let weekday: Weekday
  }

  /// Where the recurrence ends.
  enum End: Sendable, Hashable {
    case never
    case count(Int)
    /// The last day.
    case day(Int64)
    /// The last local time.
    case local(Int64)
    /// The last moment.
    case moment(Int64)
  }

  let frequency: Frequency
  var interval: Int64 = 1
  var days: [Day] = []
  var monthDays: [Int64] = []
  var months: [Int64] = []
  var end = End.never

  /// A rule without parts.
  init(_ frequency: Frequency) {
    self.frequency = frequency
  }
}

import Events
import Rules

/// How rows of a rule that looks for new values are put together.
final class TermPlan: Sendable {
  /// The numbers of the rule's fields, at most three.
  let fields: [Int]
  private let length: Int64
  private let schedule: Schedule

  /// The plan of a rule; nil when its history may be so short that every row can matter.
  init?(fields: [Int], historyStart: DateMath, schedule: Schedule) {
    guard (1...3).contains(fields.count) else { return nil }
    var shortest = Int64.max
    // Histories that are given in months, or that are rounded, differ in length from day to day.
    for sample in 0..<Self.samples {
      let now = Timestamp(nanoseconds: Self.firstSample + Int64(sample) * Self.sampleStep)
      guard let period = schedule.window(at: now), let start = historyStart.resolve(now: period.upperBound)
      else { return nil }
      shortest = min(shortest, period.lowerBound.nanoseconds - start.nanoseconds)
    }
    // Half of the shortest leaves room for the days between the samples.
    guard shortest / 2 >= Self.shortestSlot else { return nil }
    self.fields = fields
    self.schedule = schedule
    length = shortest / 2
  }

  private static let samples = 25
  /// 2024-01-01T00:00:00Z, and steps of 15 days and 7 hours.
  private static let firstSample: Int64 = 1_704_067_200_000_000_000
  private static let sampleStep: Int64 = 1_321_200_000_000_000
  /// A minute.
  private static let shortestSlot: Int64 = 60_000_000_000

  /// The slot of a time.
  func slot(_ time: Int64) -> Int64 { time.flooredQuotient(by: length) }

  /// The time of the first run that sees a row of a time.
  func run(_ time: Int64) -> Int64 {
    schedule.firstRun(atOrAfter: Timestamp(nanoseconds: time)).nanoseconds
  }
}

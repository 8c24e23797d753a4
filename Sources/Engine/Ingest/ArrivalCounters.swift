import Synchronization

/// What rules did on arrival since their last scheduled run, by rule. It bounds how many alerts a rule raises between two
/// runs, and goes into the record of the next run.
final class ArrivalCounters: Sendable {
  /// What one rule did.
  struct Counts: Sendable {
    /// Events that matched.
    var events = 0
    /// Alerts that were raised.
    var alerts = 0
    /// Matches that exceptions explain.
    var expected = 0
    /// Signals that were left for the next run.
    var postponed = 0
  }

  private let counts = Mutex<[String: Counts]>([:])

  /// What a rule did since the last call of `take`.
  func counts(_ rule: String) -> Counts { counts.withLock { $0[rule] ?? Counts() } }

  /// Adds to what a rule did.
  func add(_ new: [String: Counts]) {
    counts.withLock { counts in
      for (rule, more) in new {
        counts[rule, default: Counts()].events += more.events
        counts[rule, default: Counts()].alerts += more.alerts
        counts[rule, default: Counts()].expected += more.expected
        counts[rule, default: Counts()].postponed += more.postponed
      }
    }
  }

  /// Takes out what a rule did.
  func take(_ rule: String) -> Counts {
    counts.withLock { $0.removeValue(forKey: rule) ?? Counts() }
  }
}

/// What some runs of rules came to.
public struct RunReport: Sendable, Hashable {
  /// How many runs were made.
  public internal(set) var runs = 0
  /// How many failed.
  public internal(set) var failures = 0
  /// How many alerts they raised.
  public internal(set) var alerts = 0

  mutating func add(_ other: RunReport) {
    runs += other.runs
    failures += other.failures
    alerts += other.alerts
  }
}

public import Events

/// A run of a rule, as it is recorded.
public struct RuleExecution: Sendable, Hashable {
  /// Why a rule ran.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case scheduled
    case manual
    case backfill
    case catchUp = "catch-up"
    case arrival
  }

  /// How a run went, by Kibana's names.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    case running
    case succeeded
    case partialFailure = "partial failure"
    case failed
  }

  /// What a run counted.
  public struct Counts: Sendable, Hashable {
    /// Events of the period.
    public var events = 0
    /// Events that were looked at.
    public var candidates = 0
    /// New alerts.
    public var alerts = 0
    /// Alerts that others took in.
    public var suppressed = 0
    /// Signals that were left for the next run.
    public var postponed = 0
    /// Matches that an exception explains.
    public var expected = 0

    /// Nothing counted yet.
    public init() {}
  }

  /// The number of the run.
  public internal(set) var id: Int64 = 0
  /// The rule.
  public var rule: String
  /// The version of the rule.
  public var version: Int
  /// Why the rule ran.
  public var kind: Kind
  /// When it began.
  public var started: Timestamp
  /// When it ended; nil while it runs.
  public var finished: Timestamp?
  /// The period that it looked at.
  public var period: Range<Timestamp>
  /// How it went.
  public var status: Status = .running
  /// What it counted.
  public var counts = Counts()
  /// The time between the period of the run before and this one that no run looked at, in nanoseconds.
  public var gap: Int64 = 0
  /// What people should know.
  public var warnings: [String] = []
  /// Why it failed; nil when it did not.
  public var error: String?

  /// A run that begins.
  public init(
    rule: String, version: Int, kind: Kind, started: Timestamp, period: Range<Timestamp>, gap: Int64 = 0
  ) {
    self.rule = rule
    self.version = version
    self.kind = kind
    self.started = started
    self.period = period
    self.gap = gap
  }
}

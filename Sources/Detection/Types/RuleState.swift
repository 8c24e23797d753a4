/// What the runs of a rule remember from one to the next. It can be stored, so that a rule goes on where it stopped.
public struct RuleState: Sendable, Hashable, Codable {
  /// The most entries of each kind that are kept; beyond, the oldest are forgotten and a run warns.
  public static let maximumEntries = 1_000_000

  /// Of thresholds: for each group the time of its last event that raised an alert. Of aggregating ES|QL: for each group the
  /// end of the last period that raised one. In nanoseconds since the epoch.
  public var marks: [String: Int64] = [:]
  /// Of new terms: for each combination the last time it was seen, up to `seenUntil`.
  public var seen: [String: Int64] = [:]
  /// Up to which time events are part of `seen`.
  public var seenUntil: Int64?
  /// Of machine learning: what each partition is used to.
  public var models: [String: AnomalyModel] = [:]
  /// Of indicator matches: the indicators that came as events up to `seenUntil`.
  public var indicators: [String: RememberedIndicator] = [:]
  /// The alerts that suppress others, by group.
  public var suppression: [String: SuppressionWindow] = [:]
  /// The alerts that became part of others, with the time of the run that found them: a later run over the same events
  /// does not count them again.
  public var absorbed: [String: Int64] = [:]

  /// The state of a rule that never ran.
  public init() {}

  /// Forgets the oldest marks when there are too many.
  ///
  /// - Returns: How many were forgotten.
  mutating func bound() -> Int {
    Self.bound(&marks) + Self.bound(&seen) + Self.bound(&absorbed)
  }

  private static func bound(_ entries: inout [String: Int64]) -> Int {
    guard entries.count > maximumEntries else { return 0 }
    let surplus = entries.count - maximumEntries * 9 / 10
    let limit = entries.values.sorted()[surplus]
    let before = entries.count
    entries = entries.filter { $0.value >= limit }
    return before - entries.count
  }
}

/// The time in which an alert takes in others of its group.
public struct SuppressionWindow: Sendable, Hashable, Codable {
  /// The alert.
  public var alert: String
  /// The time of its event, in nanoseconds.
  public var start: Int64
  /// The time of the last event it took in.
  public var end: Int64
  /// How many alerts it took in.
  public var count: Int
}

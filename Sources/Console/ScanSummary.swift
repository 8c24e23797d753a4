public import Events

/// What a scan came to, for people.
public struct ScanSummary: Sendable {
  /// Files that were read.
  public var filesRead = 0
  /// What could not be read, each with its file, place and reason.
  public var problems: [String] = []
  /// Problems beyond those that are named.
  public var unnamedProblems = 0
  /// Bytes of text after decompression.
  public var textBytes = 0
  /// Events read.
  public var events = 0
  /// Seconds from start to end.
  public var seconds = 0.0
  /// How many rules ran.
  public var rulesRun = 0
  /// How many rules did not run.
  public var rulesNotRun = 0
  /// Alerts of building blocks that are not shown.
  public var hiddenBuildingBlocks = 0
  /// Alerts that are not shown since they are below `--min-severity`.
  public var belowSeverity = 0
  /// Matches that exceptions explained: the exception, the rule, and how many.
  public var expected: [(exception: String, rule: String, count: Int)] = []
  /// Events over time.
  public var histogram: [(time: Timestamp, count: Int)] = []

  /// An empty summary.
  public init() {}
}

public import Events
import GRDB

extension StoreReader {
  /// Runs, the newest first.
  ///
  /// - Parameters:
  ///   - rule: The rule; nil for all rules.
  ///   - status: Only runs that went like this; nil for all.
  ///   - before: Only runs with a smaller number, for the next page.
  ///   - limit: The most runs.
  /// - Returns: The runs.
  /// - Throws: `StoreError`.
  public func runs(
    rule: String? = nil, status: RuleExecution.Status? = nil, before: Int64 = .max, limit: Int = 100
  ) throws -> [RuleExecution] {
    try rows(
      """
      SELECT \(RuleExecution.columns) FROM runs
      WHERE id < ?1 AND (?2 IS NULL OR rule_id = ?2) AND (?3 IS NULL OR status = ?3) ORDER BY id DESC LIMIT ?4
      """, [before, rule, status?.rawValue, limit], RuleExecution.init(row:))
  }

  /// The latest run of each rule that ran.
  ///
  /// - Throws: `StoreError`.
  public func latestRuns() throws -> [String: RuleExecution] {
    let runs = try rows(
      "SELECT \(RuleExecution.columns) FROM runs WHERE id IN (SELECT max(id) FROM runs GROUP BY rule_id)", [],
      RuleExecution.init(row:))
    return Dictionary(uniqueKeysWithValues: runs.map { ($0.rule, $0) })
  }

  /// A run by its number; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func run(_ id: Int64) throws -> RuleExecution? {
    try row("SELECT \(RuleExecution.columns) FROM runs WHERE id = ?", [id], RuleExecution.init(row:))
  }
}

extension StoreWriter {
  /// Records a run that begins, or one that is over already.
  ///
  /// - Returns: The run with its number.
  /// - Throws: `StoreError`.
  public func beginRun(_ run: RuleExecution) throws -> RuleExecution {
    var run = run
    try execute(
      """
      INSERT INTO runs (rule_id, version, kind, started, period_from, period_to, status, gap)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        run.rule, run.version, run.kind.rawValue, run.started.nanoseconds, run.period.lowerBound.nanoseconds,
        run.period.upperBound.nanoseconds, run.status.rawValue, run.gap,
      ])
    run.id = database.lastInsertedRowID
    if run.status != .running { try updateRun(run) }
    return run
  }

  /// Records how a run went.
  ///
  /// - Throws: `StoreError`; `refused` when there is no such run.
  public func updateRun(_ run: RuleExecution) throws {
    let counts = run.counts
    let changes = try execute(
      """
      UPDATE runs SET finished = ?, status = ?, events = ?, candidates = ?, alerts = ?, suppressed = ?,
        postponed = ?, expected = ?, gap = ?, warnings = ?, error = ? WHERE id = ?
      """,
      [
        run.finished?.nanoseconds, run.status.rawValue, counts.events, counts.candidates, counts.alerts,
        counts.suppressed, counts.postponed, counts.expected, run.gap, StoredText.text(run.warnings),
        run.error,
        run.id,
      ])
    guard changes == 1 else { throw StoreError(.refused, "there is no run \(run.id)") }
  }

  /// Marks runs that were under way when the program ended as failed.
  ///
  /// - Returns: How many there were.
  /// - Throws: `StoreError`.
  @discardableResult
  public func failInterruptedRuns() throws -> Int {
    try execute(
      "UPDATE runs SET status = ?, finished = ?, error = ? WHERE status = ?",
      [
        RuleExecution.Status.failed.rawValue, now.nanoseconds, "the program ended during the run",
        RuleExecution.Status.running.rawValue,
      ])
  }

  /// Removes runs that began before a time.
  ///
  /// - Returns: How many there were.
  /// - Throws: `StoreError`.
  @discardableResult
  public func removeRuns(before time: Timestamp) throws -> Int {
    try execute("DELETE FROM runs WHERE started < ? AND status <> 'running'", [time.nanoseconds])
  }
}

extension RuleExecution {
  static let columns = """
    id, rule_id, version, kind, started, finished, period_from, period_to, status, events, candidates, alerts,
    suppressed, postponed, expected, gap, warnings, error
    """

  init(row: Row) throws {
    let (from, to): (Int64, Int64) = (row[6], row[7])
    self.init(
      rule: row[1], version: row[2], kind: Kind(rawValue: row[3]) ?? .manual,
      started: Timestamp(row[4] as Int64),
      period: Timestamp(from)..<Timestamp(max(from, to)), gap: row[15])
    id = row[0]
    finished = (row[5] as Int64?).map { Timestamp($0) }
    status = Status(rawValue: row[8]) ?? .failed
    counts.events = row[9]
    counts.candidates = row[10]
    counts.alerts = row[11]
    counts.suppressed = row[12]
    counts.postponed = row[13]
    counts.expected = row[14]
    warnings = try StoredText.texts(row[16], "the warnings of a run")
    error = row[17]
  }
}

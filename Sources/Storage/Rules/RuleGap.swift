public import Events
import GRDB

/// A period that a rule has not looked at.
public struct RuleGap: Sendable, Hashable {
  /// How far the filling of a gap is, by Kibana's names and one for failures.
  public enum Status: String, Sendable, Hashable, CaseIterable {
    case unfilled
    case inProgress = "in_progress"
    case filled
    case error
  }

  /// The number.
  public let id: Int64
  /// The rule.
  public let rule: String
  /// The period.
  public let period: Range<Timestamp>
  /// How far the filling is.
  public let status: Status
  /// How much is filled, in milliseconds.
  public let filledMilliseconds: Int
  /// When it was found.
  public let found: Timestamp
  /// Why the filling failed; nil when it did not.
  public let error: String?

  static let columns = "id, rule_id, gap_from, gap_to, status, filled, found, error"

  init(row: Row) {
    let (from, to): (Int64, Int64) = (row[2], row[3])
    id = row[0]
    rule = row[1]
    period = Timestamp(from)..<Timestamp(max(from, to))
    status = Status(rawValue: row[4]) ?? .unfilled
    filledMilliseconds = row[5]
    found = Timestamp(row[6] as Int64)
    error = row[7]
  }
}

extension StoreReader {
  /// Gaps, the earliest first.
  ///
  /// - Throws: `StoreError`.
  public func gaps(rule: String? = nil, status: RuleGap.Status? = nil, limit: Int = 1000) throws -> [RuleGap]
  {
    try rows(
      """
      SELECT \(RuleGap.columns) FROM gaps WHERE (?1 IS NULL OR rule_id = ?1) AND (?2 IS NULL OR status = ?2)
      ORDER BY gap_from, id LIMIT ?3
      """, [rule, status?.rawValue, limit], RuleGap.init(row:))
  }
}

extension StoreWriter {
  /// Notes a gap.
  ///
  /// - Returns: Its number.
  /// - Throws: `StoreError`; `refused` for an empty period.
  @discardableResult
  public func addGap(rule: String, period: Range<Timestamp>) throws -> Int64 {
    guard !period.isEmpty else { throw StoreError(.refused, "a gap must have a length") }
    try execute(
      "INSERT INTO gaps (rule_id, gap_from, gap_to, status, found) VALUES (?, ?, ?, 'unfilled', ?)",
      [rule, period.lowerBound.nanoseconds, period.upperBound.nanoseconds, now.nanoseconds])
    return database.lastInsertedRowID
  }

  /// Notes how far the filling of a gap is.
  ///
  /// - Throws: `StoreError`; `refused` when there is no such gap.
  public func updateGap(
    _ id: Int64, status: RuleGap.Status, filledMilliseconds: Int, error: String? = nil
  ) throws {
    let changes = try execute(
      "UPDATE gaps SET status = ?, filled = ?, error = ? WHERE id = ?",
      [status.rawValue, filledMilliseconds, error, id])
    guard changes == 1 else { throw StoreError(.refused, "there is no gap \(id)") }
  }
}

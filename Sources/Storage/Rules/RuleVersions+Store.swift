import Crypto
import Events
import Foundation
import GRDB

extension RuleVersion {
  static let columns =
    "id, rule_id, hash, text, format, source, changed_at, changed_by, enabled, is_current, is_deleted"

  init(row: Row) {
    self.init(
      id: row[0], rule: row[1], hash: row[2], text: row[3], format: row[4], source: row[5],
      changedAt: Timestamp(row[6] as Int64), changedBy: row[7], isEnabled: row[8], isCurrent: row[9],
      isDeleted: row[10])
  }
}

extension StoreReader {
  /// The current versions of all rules that were not removed, by rule.
  ///
  /// - Throws: `StoreError`.
  public func currentRules() throws -> [RuleVersion] {
    try rows(
      """
      SELECT \(RuleVersion.columns) FROM rule_versions WHERE is_current = 1 AND is_deleted = 0 ORDER BY rule_id
      """, [], RuleVersion.init(row:))
  }

  /// The current version of a rule; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func currentRule(_ rule: String) throws -> RuleVersion? {
    try row(
      "SELECT \(RuleVersion.columns) FROM rule_versions WHERE rule_id = ? AND is_current = 1", [rule],
      RuleVersion.init(row:))
  }

  /// All versions of a rule, the newest first.
  ///
  /// - Throws: `StoreError`.
  public func ruleVersions(_ rule: String) throws -> [RuleVersion] {
    try rows(
      "SELECT \(RuleVersion.columns) FROM rule_versions WHERE rule_id = ? ORDER BY id DESC", [rule],
      RuleVersion.init(row:))
  }

  /// A version by its number; nil when there is none.
  ///
  /// - Throws: `StoreError`.
  public func ruleVersion(_ id: Int64) throws -> RuleVersion? {
    try row("SELECT \(RuleVersion.columns) FROM rule_versions WHERE id = ?", [id], RuleVersion.init(row:))
  }
}

extension StoreWriter {
  /// Stores a rule as its current version, unless it already is.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - text: Its text.
  ///   - format: What the text is, such as `toml` or `json`.
  ///   - source: Where it came from; nil when it was made in the program.
  ///   - isEnabled: Whether it runs; nil keeps it as it was, and a new rule runs.
  ///   - actor: Who changes it.
  /// - Returns: The new version; nil when nothing changed.
  /// - Throws: `StoreError`.
  @discardableResult
  public func setRule(
    _ rule: String, text: String, format: String, source: String?, isEnabled: Bool? = nil, by actor: String
  ) throws -> RuleVersion? {
    let current = try currentRule(rule)
    let enabled = isEnabled ?? current?.isEnabled ?? true
    let hash = Hexadecimal.text(SHA256.hash(data: Data(text.utf8)))
    if let current, !current.isDeleted, current.hash == hash, current.isEnabled == enabled,
      current.format == format, current.source == source
    {
      return nil
    }
    return try addVersion(
      rule, hash, text, format, source, isEnabled: enabled, isDeleted: false, by: actor)
  }

  /// Lets a rule run, or stops it, as a new version.
  ///
  /// - Throws: `StoreError`; `refused` when there is no such rule.
  public func setRuleEnabled(_ rule: String, _ isEnabled: Bool, by actor: String) throws {
    guard let current = try currentRule(rule), !current.isDeleted else {
      throw StoreError(.refused, "there is no rule \(rule)")
    }
    guard current.isEnabled != isEnabled else { return }
    _ = try addVersion(
      rule, current.hash, current.text, current.format, current.source, isEnabled: isEnabled,
      isDeleted: false,
      by: actor)
  }

  /// Removes a rule; its versions stay.
  ///
  /// - Returns: Whether it was there.
  /// - Throws: `StoreError`.
  @discardableResult
  public func removeRule(_ rule: String, by actor: String) throws -> Bool {
    guard let current = try currentRule(rule), !current.isDeleted else { return false }
    _ = try addVersion(
      rule, current.hash, current.text, current.format, current.source, isEnabled: false, isDeleted: true,
      by: actor)
    return true
  }

  private func addVersion(
    _ rule: String, _ hash: String, _ text: String, _ format: String, _ source: String?, isEnabled: Bool,
    isDeleted: Bool, by actor: String
  ) throws -> RuleVersion? {
    try execute("UPDATE rule_versions SET is_current = 0 WHERE rule_id = ? AND is_current = 1", [rule])
    try execute(
      """
      INSERT INTO rule_versions
        (rule_id, hash, text, format, source, changed_at, changed_by, enabled, is_current, is_deleted)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
      """, [rule, hash, text, format, source, now.nanoseconds, actor, isEnabled, isDeleted])
    return try ruleVersion(database.lastInsertedRowID)
  }
}

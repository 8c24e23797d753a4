public import Events
public import OrderedCollections
public import Rules
public import Storage

extension RuleBook {
  /// Something that cannot be done to a rule.
  public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// What and why.
    public let description: String
    /// Whether the reason is that there is no such rule.
    public let isMissing: Bool

    init(_ description: String, isMissing: Bool = false) {
      self.description = description
      self.isMissing = isMissing
    }
  }

  /// Stores a rule that is made or changed here. It takes the place of a rule of a file with the same identifier.
  ///
  /// - Parameters:
  ///   - stored: The rule, in the form of `Rule.init(stored:source:)`.
  ///   - isEnabled: Whether it is switched on; nil keeps it as it was, and a new rule as it says itself.
  ///   - actor: Who does it.
  /// - Returns: The rule.
  /// - Throws: `RuleError` when it is wrong; `StoreError`.
  @discardableResult
  public func put(_ stored: JSONObject, isEnabled: Bool? = nil, by actor: String) throws -> Rule {
    let rule = try Rule(stored: stored, source: RuleSource(path: "store"))
    try putAll([(rule, isEnabled)], by: actor)
    return rule
  }

  /// Stores several rules at once; see `put`.
  ///
  /// - Throws: `StoreError`.
  public func putAll(_ rules: [(rule: Rule, isEnabled: Bool?)], by actor: String) throws {
    try reload(by: actor) { writer in
      for (rule, isEnabled) in rules {
        let known = try writer.currentRule(rule.ruleID)
        let isNew = known?.isDeleted ?? true
        let new = try writer.setRule(
          rule.ruleID, text: RuleText.text(rule), format: "json", source: nil,
          isEnabled: isEnabled ?? (isNew ? rule.isEnabled : nil), by: actor)
        guard new != nil else { continue }
        try writer.audit(
          action: isNew ? "rule.created" : "rule.changed", subject: rule.ruleID, actor: actor,
          details: ["name": .string(rule.name), "hash": .string(RuleText.hash(rule))])
      }
    }
  }

  /// Switches rules on or off.
  ///
  /// - Throws: `Refusal` when there is no such rule; `StoreError`.
  public func setEnabled(_ rules: [String], _ isEnabled: Bool, by actor: String) throws {
    try require(rules)
    try reload(by: actor) { writer in
      for rule in rules {
        try writer.setRuleEnabled(rule, isEnabled, by: actor)
        try writer.audit(action: isEnabled ? "rule.enabled" : "rule.disabled", subject: rule, actor: actor)
      }
    }
  }

  /// Removes rules that were made here; where a file has the rule, that one holds again.
  ///
  /// - Throws: `Refusal` when there is no such rule or it comes from a file only; `StoreError`.
  public func remove(_ rules: [String], by actor: String) throws {
    try require(rules)
    for id in rules {
      guard let rule = edition.rule(id), !rule.source.path.hasPrefix("store") else { continue }
      throw Refusal("the rule \(id) comes from \(rule.source.path): remove it there, or switch it off")
    }
    try reload(by: actor) { writer in
      for rule in rules {
        try writer.removeRule(rule, by: actor)
        try writer.audit(action: "rule.removed", subject: rule, actor: actor)
      }
    }
  }

  /// Makes an earlier version of a rule the current one.
  ///
  /// - Throws: `Refusal` when there is no such version; `RuleError`; `StoreError`.
  public func revert(_ rule: String, to version: Int64, by actor: String) throws {
    let found = try store.read { try $0.ruleVersion(version) }
    guard let found, found.rule == rule else {
      throw Refusal("the rule \(rule) has no version \(version)", isMissing: true)
    }
    let old = try RuleText.rule(found.text, path: "store:\(rule)")
    try putAll([(old, nil)], by: actor)
  }

  /// The versions of a rule, the newest first, each with the rule as it was.
  ///
  /// - Throws: `StoreError`.
  public func versions(_ rule: String) throws -> [RuleVersion] {
    try store.read { try $0.ruleVersions(rule) }
  }

  private func require(_ rules: [String]) throws {
    let known = Set(edition.rules.map(\.ruleID))
    guard let missing = rules.first(where: { !known.contains($0) }) else { return }
    throw Refusal("there is no rule \(missing)", isMissing: true)
  }
}

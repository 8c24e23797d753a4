import Events
import OrderedCollections
import Rules
import Storage

/// Puts the rules of files and the rules that were made here together, and stores every new version.
struct RuleShelf {
  /// All rules, by their places on the shelf.
  private(set) var rules: [Rule] = []
  /// The version of each rule.
  private(set) var versions: [String: RuleStamp] = [:]
  /// The identifiers of rules that are switched on.
  private(set) var enabled: Set<String> = []
  /// What cannot be used.
  private(set) var problems: [String] = []

  private var stored: [String: RuleVersion] = [:]

  /// The rules that were made here.
  ///
  /// - Throws: `StoreError`.
  init(_ reader: StoreReader) throws {
    for version in try reader.currentRules() {
      stored[version.rule] = version
      guard version.source == nil else { continue }
      do throws(RuleError) {
        let rule = try RuleText.rule(version.text, path: "store:\(version.rule)")
        add(rule, RuleText.hash(rule), version)
      } catch {
        problems.append("\(error)")
      }
    }
  }

  private mutating func add(_ rule: Rule, _ hash: String, _ version: RuleVersion) {
    rules.append(rule)
    versions[rule.ruleID] = RuleStamp(version: version.id, hash: hash)
    if version.isEnabled { enabled.insert(rule.ruleID) }
  }

  /// Adds the rules of files. A rule that was changed here takes the place of that of a file.
  ///
  /// - Throws: `StoreError`.
  mutating func place(_ files: [Rule], by actor: String, _ writer: StoreWriter) throws {
    for rule in files where versions[rule.ruleID] == nil {
      let known = stored[rule.ruleID]
      let new = try writer.setRule(
        rule.ruleID, text: RuleText.text(rule), format: "json", source: rule.source.path,
        isEnabled: known == nil ? rule.isEnabled : nil, by: actor)
      guard let version = new ?? known else { continue }
      let hash = RuleText.hash(rule)
      add(rule, hash, version)
      guard new != nil else { continue }
      try writer.audit(
        action: known == nil ? "rule.installed" : "rule.changed", subject: rule.ruleID, actor: actor,
        details: ["name": .string(rule.name), "source": .string(rule.source.path), "hash": .string(hash)])
    }
    try retire(Set(files.map(\.ruleID)), by: actor, writer)
  }

  /// Removes rules of files that are gone.
  private func retire(_ present: Set<String>, by actor: String, _ writer: StoreWriter) throws {
    for (rule, version) in stored.sorted(by: { $0.key < $1.key })
    where version.source != nil && !present.contains(rule) {
      try writer.removeRule(rule, by: actor)
      try writer.audit(action: "rule.removed", subject: rule, actor: actor)
    }
  }
}

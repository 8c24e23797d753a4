public import Events
import OrderedCollections
public import Rules

/// A coverage as JSON.
public enum CoverageJSON {
  private static let levels = ["techniques", "subtechniques"][...]

  /// Everything that the coverage knows, with the identifiers of the rules.
  public static func value(_ coverage: Coverage) -> JSON {
    [
      "attack": .string(coverage.version.text),
      "totals": totals(coverage),
      "tactics": .array(coverage.tactics.map { cell($0, below: levels) }),
      "other_tactics": .array(coverage.otherTactics.map { cell($0, below: levels) }),
      "not_translated": .array(coverage.gaps.map(gap)),
      "rules": rules(coverage.rules),
      "rules_without_attack": rules(coverage.unmapped),
      "rules_not_running": rules(coverage.notRunning),
    ]
  }

  private static func totals(_ coverage: Coverage) -> JSON {
    [
      "tactics": number(coverage.tactics.count), "tactics_covered": number(coverage.coveredTactics.count),
      "techniques_covered": number(coverage.techniqueIDs.count),
      "subtechniques_covered": number(coverage.subtechniqueIDs.count),
      "rules": number(coverage.rules.count), "rules_without_attack": number(coverage.unmapped.count),
      "rules_not_running": number(coverage.notRunning.count),
    ]
  }

  private static func cell(_ cell: CoverageCell, below keys: ArraySlice<String>) -> JSON {
    let own: JSON = [
      "id": .string(cell.id), "name": .string(cell.name), "rule_count": number(cell.rules.count),
      "rule_ids": .array(cell.rules.map { .string($0.id) }),
    ]
    guard let key = keys.first, var object = own.object else { return own }
    object[key] = .array(cell.cells.map { self.cell($0, below: keys.dropFirst()) })
    return .object(object)
  }

  private static func gap(_ gap: CoverageGap) -> JSON {
    [
      "tactic": name(gap.mapping.tactic),
      "technique": gap.mapping.technique.map(name) ?? .null,
      "subtechnique": gap.mapping.subtechnique.map(name) ?? .null,
      "reason": .string(gap.obstacle.text),
      "rule_ids": .array(gap.rules.map { .string($0.id) }),
    ]
  }

  private static func name(_ name: AttackName) -> JSON {
    ["id": .string(name.id), "name": .string(name.name)]
  }

  private static func rules(_ rules: [CoverageRule]) -> JSON {
    .array(rules.map { ["rule_id": .string($0.id), "name": .string($0.name)] })
  }

  private static func number(_ number: Int) -> JSON { .number(JSONNumber(number)) }
}

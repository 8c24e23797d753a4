public import Events
public import Rules

/// A coverage as a layer of the ATT&CK Navigator, version 4.5 of its format
/// (https://github.com/mitre-attack/attack-navigator/blob/master/layers/LAYERFORMATv4_5.md).
public enum NavigatorLayer {
  /// A technique below a tactic.
  private struct Place: Hashable {
    let tactic: String
    let id: String
  }

  private static let low = "#cfe8e0"
  private static let high = "#0b6e55"

  /// The layer. What could not be translated is not in the matrix of the version, and is left out.
  public static func value(_ coverage: Coverage) -> JSON {
    let gaps = Set(coverage.gaps.map { Place(tactic: $0.mapping.tactic.id, id: $0.mapping.leaf.id) })
    let highest = max(2, coverage.tactics.flatMap(\.cells).map(\.rules.count).max() ?? 0)
    return [
      "name": "Nightjar rule coverage",
      "versions": ["attack": .string(coverage.version.text), "navigator": "5.0.0", "layer": "4.5"],
      "domain": "enterprise-attack",
      "description": .string(description(coverage)),
      "sorting": 0,
      "hideDisabled": false,
      "techniques": .array(coverage.tactics.flatMap { techniques($0, without: gaps) }),
      "gradient": [
        "colors": [.string(low), .string(high)], "minValue": 1, "maxValue": .number(JSONNumber(highest)),
      ],
      "legendItems": [
        ["label": "1 rule", "color": .string(low)],
        ["label": .string(Quantity.text(highest, "rule")), "color": .string(high)],
      ],
      "metadata": [],
      "links": [],
      "showTacticRowBackground": false,
      "selectTechniquesAcrossTactics": false,
      "selectSubtechniquesWithParent": false,
    ]
  }

  private static func description(_ coverage: Coverage) -> String {
    "Rules that run: \(coverage.rules.count). Not counted because they do not run: \(coverage.notRunning.count). "
      + "Not translated to ATT&CK \(coverage.version.text): \(coverage.gaps.count)."
  }

  private static func techniques(_ tactic: CoverageCell, without gaps: Set<Place>) -> [JSON] {
    let name = AttackTactic(id: tactic.id, name: tactic.name).shortName
    func isIn(_ cell: CoverageCell) -> Bool { !gaps.contains(Place(tactic: tactic.id, id: cell.id)) }
    return tactic.cells.filter(isIn).flatMap { cell in
      [technique(cell, name, showsSubtechniques: !cell.cells.isEmpty)]
        + cell.cells.filter(isIn).map { technique($0, name, showsSubtechniques: false) }
    }
  }

  private static func technique(_ cell: CoverageCell, _ tactic: String, showsSubtechniques: Bool) -> JSON {
    [
      "techniqueID": .string(cell.id), "tactic": .string(tactic),
      "score": .number(JSONNumber(cell.rules.count)),
      "comment": .string(cell.rules.map(\.name).joined(separator: "\n")),
      "enabled": true, "metadata": [], "links": [], "showSubtechniques": .bool(showsSubtechniques),
    ]
  }
}

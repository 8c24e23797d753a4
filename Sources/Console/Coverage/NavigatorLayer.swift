public import Events
public import Rules

/// Coverage as a layer of the ATT&CK Navigator.
///
/// Source: layer format 4.5, https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md.
public enum NavigatorLayer {
  /// The layer of a coverage.
  ///
  /// - Parameters:
  ///   - coverage: The coverage.
  ///   - rules: The rules that its numbers mean.
  ///   - name: The name of the layer.
  /// - Returns: The layer.
  public static func layer(_ coverage: Coverage, rules: [Rule], name: String) -> JSON {
    let cells = coverage.tactics.flatMap { tactic in
      tactic.techniques.flatMap { technique in
        [cell(technique, tactic, rules)] + technique.subtechniques.map { cell($0, tactic, rules) }
      }
    }
    let most = coverage.tactics.flatMap(\.techniques).map(\.rules.count).max() ?? 1
    return [
      "name": .string(name), "domain": "enterprise-attack",
      "versions": [
        "attack": .string(String(coverage.version.rawValue)), "navigator": "5.1.0", "layer": "4.5",
      ],
      "description": "Rules that run, by technique. The score is the number of rules.",
      "sorting": 3, "hideDisabled": false, "showTacticRowBackground": true,
      "selectTechniquesAcrossTactics": false,
      "techniques": .array(cells),
      "gradient": [
        "colors": ["#e8f1fa", "#1f5fa8"], "minValue": 0, "maxValue": .number(JSONNumber(most)),
      ],
      "legendItems": [["label": "number of rules", "color": "#1f5fa8"]],
    ]
  }

  private static func cell(_ technique: Coverage.Technique, _ tactic: Coverage.Tactic, _ rules: [Rule])
    -> JSON
  {
    [
      "techniqueID": .string(technique.id),
      "tactic": .string(tactic.name.lowercased().replacing(" ", with: "-")),
      "score": .number(JSONNumber(technique.rules.count)), "enabled": true,
      "showSubtechniques": .bool(!technique.subtechniques.isEmpty),
      "comment": .string(technique.rules.map { rules[$0].name }.joined(separator: "\n")),
    ]
  }
}

/// Why a place of the matrix cannot be translated to another version.
public enum AttackObstacle: Error, Sendable, Hashable {
  /// The technique is new in a later version and had no predecessor.
  case new(in: AttackVersion)
  /// The technique was merged from several, and nothing says which of them the rule means.
  case merged([String])
  /// The tactic was split, and the rule names no technique that would decide.
  case split
  /// The tactic was split, and the crosswalk does not name the technique.
  case notInCrosswalk
  /// The version has the technique, but under other tactics.
  case otherTactics([String])
  /// The version does not have the tactic.
  case unknownTactic

  /// The reason in words.
  public var text: String {
    switch self {
    case .new(let version): "new in ATT&CK \(version.text)"
    case .merged(let origins): "merged from \(origins.joined(separator: ", "))"
    case .split: "split into Stealth and Defense Impairment, and no technique says which"
    case .notInCrosswalk: "the split of Defense Evasion does not name it"
    case .otherTactics(let names): "there it belongs to \(names.joined(separator: ", "))"
    case .unknownTactic: "there is no such tactic"
    }
  }
}

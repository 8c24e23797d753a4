/// The tactics of a technique on both sides of the split of Defense Evasion.
struct TacticMove: Sendable {
  /// The technique; its sub-techniques have the same tactics.
  let technique: String
  /// The short names of its tactics in version 18; empty when version 18 does not have it.
  let before: [String]
  /// The short names of its tactics in version 19; empty when version 19 does not have it.
  let after: [String]

  init(_ technique: String, _ before: String, _ after: String) {
    self.technique = technique
    self.before = before.split(separator: " ").map(String.init)
    self.after = after.split(separator: " ").map(String.init)
  }

  /// The tactics in a version; nil when the table does not say.
  func tactics(in version: AttackVersion) -> [String]? {
    let tactics: [String] =
      switch version {
      case .v16, .v17: []
      case .v18: before
      case .v19: after
      }
    return tactics.isEmpty ? nil : tactics
  }
}

/// Translates places of the ATT&CK matrix between versions 16 to 19.
///
/// The facts are MITRE's own, from the sections "New Techniques" and "Revocations" of the release notes and from the
/// table of the split of Defense Evasion:
/// - version 17: https://attack.mitre.org/resources/updates/updates-april-2025/
/// - version 18, which revoked nothing: https://attack.mitre.org/resources/updates/updates-october-2025/
/// - version 19: https://attack.mitre.org/resources/updates/updates-april-2026/
/// - the split: `modules/resources/docs/subtechniques/de-split-crosswalk.csv` in
///   https://github.com/mitre-attack/attack-website
///
/// Elastic describes the same for its rules in https://github.com/elastic/docs-content/pull/7374.
///
/// A technique that none of these names is the same in all four versions. What they leave open is not guessed: it
/// stays as it stands, with an obstacle.
public struct AttackCrosswalk: Sendable {
  private let changes: [AttackChange]
  private let additions: [String: AttackVersion]
  private let moves: [String: TacticMove]

  /// The crosswalk of versions 16 to 19.
  public static let standard = AttackCrosswalk(
    changes: AttackTables.changes, additions: AttackTables.additions, moves: AttackTables.moves)

  private init(changes: [AttackChange], additions: [AttackVersion: [String]], moves: [TacticMove]) {
    self.changes = changes
    self.moves = Dictionary(moves.map { ($0.technique, $0) }) { first, _ in first }
    let pairs = additions.flatMap { version, ids in ids.map { ($0, version) } }
    self.additions = Dictionary(pairs) { first, _ in first }
  }

  /// The technique that an identifier is below, or itself.
  static func techniqueID(of id: String) -> String {
    String(id.prefix { $0 != "." })
  }

  /// A place in a version.
  public func translate(_ mapping: AttackMapping, to version: AttackVersion) -> AttackTranslation {
    var standing = mapping
    standing.tactic = Self.canonical(mapping.tactic)
    do throws(AttackObstacle) {
      let moved = try moveTechnique(of: standing, to: version)
      return AttackTranslation(mapping: try moveTactic(of: moved, to: version), obstacle: nil)
    } catch {
      return AttackTranslation(mapping: standing, obstacle: error)
    }
  }

  /// The tactic with its own spelling. The name tells the two meanings of TA0005 apart; the names of the others do not
  /// matter.
  private static func canonical(_ tactic: AttackName) -> AttackName {
    if tactic.id == AttackTactic.stealth.id {
      let isStealth = tactic.name.lowercased() == AttackTactic.stealth.name.lowercased()
      return (isStealth ? AttackTactic.stealth : .defenseEvasion).attackName
    }
    return AttackTactic.all(in: .latest).first { $0.id == tactic.id }?.attackName ?? tactic
  }

  // MARK: Techniques

  private func moveTechnique(
    of mapping: AttackMapping, to version: AttackVersion
  ) throws(AttackObstacle) -> AttackMapping {
    guard mapping.technique != nil, let side = try resolve(mapping.leaf.id, in: version) else {
      return mapping
    }
    // The rule's own name of the technique is kept where a sub-technique stays below it.
    let own = mapping.technique.flatMap { $0.id == side.technique.id ? $0 : nil }
    let technique = side.subtechnique == nil ? side.technique : own ?? side.technique
    return AttackMapping(tactic: mapping.tactic, technique: technique, subtechnique: side.subtechnique)
  }

  /// What an identifier became; nil when the version has it.
  private func resolve(
    _ id: String, in version: AttackVersion
  ) throws(AttackObstacle) -> AttackChange.Side? {
    var side: AttackChange.Side?
    while let next = try step(from: side?.id ?? id, towards: version) { side = next }
    return side
  }

  private func step(
    from id: String, towards version: AttackVersion
  ) throws(AttackObstacle) -> AttackChange.Side? {
    if let change = changes.first(where: { $0.before.id == id && $0.version <= version }) {
      return change.after
    }
    guard let added = additions[id], added > version else { return nil }
    let origins = changes.filter { $0.after.id == id && $0.version == added }
    guard let origin = origins.first else { throw .new(in: added) }
    guard origins.count == 1 else { throw .merged(origins.map(\.before.id)) }
    return origin.before
  }

  // MARK: Tactics

  private func moveTactic(
    of mapping: AttackMapping, to version: AttackVersion
  ) throws(AttackObstacle) -> AttackMapping {
    var result = mapping
    result.tactic = try tactic(of: mapping, in: version).attackName
    return result
  }

  private func tactic(
    of mapping: AttackMapping, in version: AttackVersion
  ) throws(AttackObstacle) -> AttackTactic {
    let all = AttackTactic.all(in: version)
    if version < .v19, [AttackTactic.stealth, .defenseImpairment].map(\.attackName).contains(mapping.tactic) {
      return .defenseEvasion
    }
    if version >= .v19, mapping.tactic == AttackTactic.defenseEvasion.attackName {
      return try part(of: mapping, in: version)
    }
    guard let tactic = all.first(where: { $0.attackName == mapping.tactic }) else { throw .unknownTactic }
    guard let known = tactics(of: mapping, in: version), !known.contains(tactic) else { return tactic }
    throw .otherTactics(known.map(\.name))
  }

  /// Where the split put a technique of Defense Evasion.
  private func part(
    of mapping: AttackMapping, in version: AttackVersion
  ) throws(AttackObstacle) -> AttackTactic {
    guard mapping.technique != nil else { throw .split }
    guard let known = tactics(of: mapping, in: version) else { throw .notInCrosswalk }
    if let part = [AttackTactic.stealth, .defenseImpairment].first(where: known.contains) { return part }
    guard let only = known.first, known.count == 1 else { throw .otherTactics(known.map(\.name)) }
    return only
  }

  /// The tactics of a technique; nil when the table does not say.
  private func tactics(of mapping: AttackMapping, in version: AttackVersion) -> [AttackTactic]? {
    guard let technique = mapping.technique else { return nil }
    return moves[technique.id]?.tactics(in: version)?.compactMap { AttackTactic.named($0, in: version) }
  }
}

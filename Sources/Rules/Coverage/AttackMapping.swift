/// One place of the matrix that a rule names: a tactic, a technique below it, or a sub-technique below that.
public struct AttackMapping: Sendable, Hashable {
  /// The tactic.
  public var tactic: AttackName
  /// The technique; nil when the rule names the tactic alone.
  public var technique: AttackName?
  /// The sub-technique; nil when the rule names none.
  public var subtechnique: AttackName?

  /// A place of the matrix.
  public init(tactic: AttackName, technique: AttackName? = nil, subtechnique: AttackName? = nil) {
    self.tactic = tactic
    self.technique = technique
    self.subtechnique = subtechnique
  }

  /// The narrowest of the three.
  public var leaf: AttackName { subtechnique ?? technique ?? tactic }

  /// The three from the widest to the narrowest, as far as they are there.
  var path: [AttackName] { [tactic] + [technique, subtechnique].compactMap { $0 } }

  /// The places that a rule names. A technique with sub-techniques stands for these, since rules cannot name a
  /// sub-technique without its technique. Rows of other frameworks are left out.
  public static func all(of rule: Rule) -> [AttackMapping] {
    rule.threat.filter { $0.framework == "MITRE ATT&CK" }.flatMap(all)
  }

  private static func all(in threat: Threat) -> [AttackMapping] {
    let tactic = AttackName(threat.tactic)
    guard !threat.techniques.isEmpty else { return [AttackMapping(tactic: tactic)] }
    return threat.techniques.flatMap { technique in
      let base = AttackMapping(tactic: tactic, technique: AttackName(technique.entry))
      guard !technique.subtechniques.isEmpty else { return [base] }
      return technique.subtechniques.map { entry in
        AttackMapping(tactic: tactic, technique: base.technique, subtechnique: AttackName(entry))
      }
    }
  }
}

extension AttackName {
  /// The identifier and the name of an entry.
  init(_ entry: Threat.Entry) {
    self.init(entry.id, entry.name)
  }
}

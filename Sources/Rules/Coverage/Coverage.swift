/// Which tactics and techniques of ATT&CK rules are about, in the identifiers of one version.
public struct Coverage: Sendable {
  /// A technique, or a sub-technique, under one tactic.
  public struct Technique: Sendable, Hashable {
    /// The identifier.
    public let id: String
    /// The name.
    public let name: String
    /// The rules that name it or one of its sub-techniques, by their places in the list that was given.
    public internal(set) var rules: [Int]
    /// Its sub-techniques.
    public internal(set) var subtechniques: [Technique]
  }

  /// A tactic with the techniques that rules are about.
  public struct Tactic: Sendable, Hashable {
    /// The identifier.
    public let id: String
    /// The name.
    public let name: String
    /// The techniques, by identifier.
    public internal(set) var techniques: [Technique]
    /// The rules that name the tactic.
    public internal(set) var rules: [Int]
  }

  /// The version of the identifiers.
  public let version: AttackVersion
  /// The tactics in the order of the matrix.
  public private(set) var tactics: [Tactic]
  /// Identifiers that could not be translated and stand as the rules give them.
  public private(set) var untranslated: [String] = []
  /// Tactics that the version does not know, as the rules give them.
  public private(set) var unknownTactics: [String] = []

  /// The coverage of rules.
  public init(_ rules: [Rule], version: AttackVersion) {
    self.version = version
    tactics = version.tactics.map { Tactic(id: $0.id, name: $0.name, techniques: [], rules: []) }
    for (number, rule) in rules.enumerated() {
      for threat in rule.threat where threat.framework == "MITRE ATT&CK" { add(threat, number) }
    }
    untranslated.sort()
    for index in tactics.indices {
      tactics[index].techniques.sort { $0.id < $1.id }
      for place in tactics[index].techniques.indices {
        tactics[index].techniques[place].subtechniques.sort { $0.id < $1.id }
      }
    }
  }

  private mutating func add(_ threat: Threat, _ rule: Int) {
    if threat.techniques.isEmpty {
      if let index = tacticIndex(AttackCrosswalk.tactic(threat.tactic.id, technique: "", version: version)) {
        note(rule, &tactics[index].rules)
      }
      return
    }
    for technique in threat.techniques {
      // A technique that only leads to its sub-techniques is counted with these.
      if technique.subtechniques.isEmpty { add(technique.entry, technique.entry, threat.tactic.id, rule) }
      for subtechnique in technique.subtechniques {
        add(subtechnique, technique.entry, threat.tactic.id, rule)
      }
    }
  }

  private mutating func add(_ entry: Threat.Entry, _ parent: Threat.Entry, _ tactic: String, _ rule: Int) {
    let translated = AttackCrosswalk.translate(entry.id, name: entry.name, to: version)
    if translated == nil, !untranslated.contains(entry.id) { untranslated.append(entry.id) }
    let (id, name) = translated ?? (entry.id, entry.name)
    guard let index = tacticIndex(AttackCrosswalk.tactic(tactic, technique: id, version: version)) else {
      if !unknownTactics.contains(tactic) { unknownTactics.append(tactic) }
      return
    }
    note(rule, &tactics[index].rules)
    let family = String(id.prefix { $0 != "." })
    let familyName = family == parent.id ? parent.name : Self.name(of: family, otherwise: name)
    let place = place(family, familyName, &tactics[index].techniques)
    note(rule, &tactics[index].techniques[place].rules)
    guard id != family else { return }
    let inner = self.place(id, name, &tactics[index].techniques[place].subtechniques)
    note(rule, &tactics[index].techniques[place].subtechniques[inner].rules)
  }

  private static func name(of id: String, otherwise name: String) -> String {
    AttackCrosswalk.rows.first { $0.new == id }?.newName ?? AttackCrosswalk.rows.first { $0.old == id }?
      .oldName
      ?? (id == "T1684" ? "Social Engineering" : name)
  }

  private func tacticIndex(_ id: String) -> Int? { tactics.firstIndex { $0.id == id } }

  private func place(_ id: String, _ name: String, _ techniques: inout [Technique]) -> Int {
    if let place = techniques.firstIndex(where: { $0.id == id }) { return place }
    techniques.append(Technique(id: id, name: name, rules: [], subtechniques: []))
    return techniques.count - 1
  }

  private func note(_ rule: Int, _ rules: inout [Int]) {
    if rules.last != rule, !rules.contains(rule) { rules.append(rule) }
  }
}

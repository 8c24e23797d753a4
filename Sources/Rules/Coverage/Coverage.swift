/// What of ATT&CK a set of rules covers.
public struct Coverage: Sendable {
  /// The version that everything is shown in.
  public let version: AttackVersion
  /// The tactics of the version in the order of its matrix, also those that no rule covers.
  public let tactics: [CoverageCell]
  /// Tactics that the version does not have, from places that could not be translated.
  public let otherTactics: [CoverageCell]
  /// The places that could not be translated; they are among the tactics as they stand.
  public let gaps: [CoverageGap]
  /// The rules that were counted, by name.
  public let rules: [CoverageRule]
  /// Those of the rules that name nothing of ATT&CK, by name.
  public let unmapped: [CoverageRule]
  /// The rules that were not counted because they do not run, by name.
  public let notRunning: [CoverageRule]

  /// The coverage of rules.
  ///
  /// - Parameters:
  ///   - running: The rules that run.
  ///   - notRunning: The rules that do not run. They cover nothing.
  ///   - version: The version to show everything in.
  ///   - crosswalk: What is known of the versions.
  public init(
    running: [Rule], notRunning: [Rule] = [], version: AttackVersion = .latest,
    crosswalk: AttackCrosswalk = .standard
  ) {
    var nodes: [AttackName: CoverageNode] = [:]
    var gaps: [AttackTranslation: Set<CoverageRule>] = [:]
    var unmapped: [CoverageRule] = []
    for rule in running {
      let mappings = AttackMapping.all(of: rule)
      if mappings.isEmpty { unmapped.append(CoverageRule(rule)) }
      for mapping in mappings {
        let place = crosswalk.translate(mapping, to: version)
        nodes[place.mapping.tactic, default: CoverageNode(place.mapping.tactic)]
          .add(CoverageRule(rule), place.mapping.path.dropFirst())
        if place.obstacle != nil { gaps[place, default: []].insert(CoverageRule(rule)) }
      }
    }
    let known = AttackTactic.all(in: version).map(\.attackName)
    self.version = version
    tactics = known.map { nodes[$0, default: CoverageNode($0)].cell }
    otherTactics = nodes.filter { !known.contains($0.key) }.map(\.value.cell)
      .sorted { ($0.id, $0.name) < ($1.id, $1.name) }
    self.gaps = Self.sorted(gaps)
    rules = running.map { CoverageRule($0) }.sorted()
    self.unmapped = unmapped.sorted()
    self.notRunning = notRunning.map { CoverageRule($0) }.sorted()
  }

  /// The tactics that rules cover.
  public var coveredTactics: [CoverageCell] { tactics.filter { !$0.rules.isEmpty } }

  /// The identifiers of the techniques that rules cover, each once.
  public var techniqueIDs: Set<String> {
    Set((tactics + otherTactics).flatMap(\.cells).map(\.id))
  }

  /// The identifiers of the sub-techniques that rules cover, each once.
  public var subtechniqueIDs: Set<String> {
    Set((tactics + otherTactics).flatMap(\.cells).flatMap(\.cells).map(\.id))
  }

  private static func sorted(_ gaps: [AttackTranslation: Set<CoverageRule>]) -> [CoverageGap] {
    gaps.compactMap { place, rules in
      place.obstacle.map { CoverageGap(mapping: place.mapping, obstacle: $0, rules: rules.sorted()) }
    }
    .sorted {
      ($0.mapping.tactic.id, $0.mapping.leaf.id, $0.mapping.leaf.name)
        < ($1.mapping.tactic.id, $1.mapping.leaf.id, $1.mapping.leaf.name)
    }
  }
}

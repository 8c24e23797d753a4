public import Detection
public import Events
public import Rules

/// The rules at one moment, compiled: what ingest and schedule work with until the next edition.
public struct Edition: Sendable {
  /// Counts the editions of this process, from 1.
  public let number: Int
  /// All rules that are known, also those that are switched off.
  public let rules: [Rule]
  /// The identifiers of rules that are switched on.
  public let enabled: Set<String>
  /// The version of each rule, by its identifier.
  public let versions: [String: RuleStamp]
  /// The rules that are switched on.
  public let active: RuleSet
  /// Those of them that judge events when they arrive.
  public let arrival: RuleSet
  /// The exceptions.
  public let exceptions: ExceptionSet
  /// What could not be read or does not fit together.
  public let problems: [String]

  /// The place of each rule among the active ones.
  let places: [String: Int]

  /// The rule with an identifier; nil when there is none.
  public func rule(_ id: String) -> Rule? { rules.first { $0.ruleID == id } }

  /// Whether a rule runs, and why not; nil for a rule that is switched off.
  public func check(_ id: String) -> RuleCheck? { places[id].map { active.checks[$0] } }

  /// The places of the active rules that run.
  var running: [Int] { active.rules.indices.filter { active.runs($0) } }

  /// Whether a rule's alerts are raised when events arrive.
  func judgesOnArrival(_ place: Int) -> Bool { arrivalIDs.contains(active.rules[place].ruleID) }

  private let arrivalIDs: Set<String>

  init(
    number: Int, rules: [Rule], enabled: Set<String>, versions: [String: RuleStamp], active: RuleSet,
    arrival: RuleSet, exceptions: ExceptionSet, problems: [String]
  ) {
    self.number = number
    self.rules = rules
    self.enabled = enabled
    self.versions = versions
    self.active = active
    self.arrival = arrival
    self.exceptions = exceptions
    self.problems = problems
    places = Dictionary(
      active.rules.enumerated().map { ($1.ruleID, $0) }, uniquingKeysWith: { first, _ in first })
    arrivalIDs = Set(arrival.rules.map(\.ruleID))
  }

  /// Whether a rule can judge events when they arrive: it looks at single events, raises every alert by itself, and reads
  /// no alerts. An indicator match rule judges them by the indicators of files; its runs look at indicators that came as events.
  static func canJudgeOnArrival(_ rules: RuleSet, _ place: Int) -> Bool {
    rules.canJudgeOnArrival(place) && !rules.readsAlerts(place) && rules.rules[place].suppression == nil
  }
}

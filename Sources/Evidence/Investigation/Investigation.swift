import CloudTrail
import Detection
import Dispatch
public import Events
public import OrderedCollections
public import Rules
import Synchronization

/// Carries out the guide of an alert: every step of its rule becomes a result, and the results a case report.
public struct Investigation: Sendable {
  /// What is known beside the alert and the events.
  public struct Options: Sendable {
    /// Until when what is ongoing is looked at; nil means the last event of the source.
    public var now: Timestamp?
    /// The policies of principals; nil when none are given.
    public var policies: PolicyLibrary?
    /// What IAM's own simulator says about the call; nil when it was not asked.
    public var simulation: PolicyDecision?
    /// What could not be read of policies.
    public var policyProblems: [String] = []
    /// Exceptions with their change windows.
    public var exceptions = ExceptionSet()

    /// Nothing beside the alert and the events.
    public init() {}
  }

  let source: any EvidenceSource
  private let rules: [String: Rule]
  var options: Options

  /// An investigation of alerts.
  ///
  /// - Parameters:
  ///   - source: Where evidence comes from.
  ///   - rules: The rules, for their steps; an alert of another rule brings its own.
  ///   - options: What else is known.
  public init(source: any EvidenceSource, rules: [Rule], options: Options = Options()) {
    self.source = source
    self.rules = Dictionary(rules.map { ($0.ruleID, $0) }) { first, _ in first }
    self.options = options
  }

  /// The report of an alert. Equal inputs give equal reports.
  ///
  /// - Throws: `EvidenceError` when the source cannot answer at all. What a single step cannot do is said in its result.
  public func report(on document: JSONObject) throws(EvidenceError) -> CaseReport {
    let alert = AlertDocument(document)
    let source = RememberedEvidence(source)
    let history = try source.history()
    let (facts, event) = try sourceEvent(of: alert, in: source)
    let context = InvestigationContext(
      alert: alert, event: facts, document: event, rule: rule(of: alert), source: source,
      now: options.now ?? history?.upperBound ?? facts.time, history: history, policies: options.policies,
      simulation: options.simulation, policyProblems: options.policyProblems,
      exceptions: options.exceptions)
    let steps = Self.steps(of: context.rule)
    var findings = Self.findings(context, steps)
    let queries = GuideQueries(alert: alert, rule: context.rule)
    findings += queries.findings(context)
    let windows = Self.windows(context)
    return CaseReport(context: context, findings: findings, queries: queries, windows: windows)
  }

  private static func steps(of rule: Rule?) -> [InvestigationStep] {
    let own = rule?.investigationSteps ?? []
    return own.isEmpty ? InvestigationCollector.standardSteps : own
  }

  /// The results of steps, in their order. Steps do not depend on each other: they are carried out at the same time.
  private static func findings(_ context: InvestigationContext, _ steps: [InvestigationStep]) -> [Finding] {
    let results = Mutex<[Finding?]>(Array(repeating: nil, count: steps.count))
    DispatchQueue.concurrentPerform(iterations: steps.count) { place in
      let finding = finding(context, steps[place])
      results.withLock { $0[place] = finding }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  /// The result of a step; an error becomes a result that says so.
  private static func finding(_ context: InvestigationContext, _ step: InvestigationStep) -> Finding {
    var finding: Finding
    do throws(EvidenceError) {
      finding = try step.collector.implementation.collect(context, step)
    } catch {
      finding = Finding(
        step.collector.rawValue, title: step.name, question: step.name,
        answer: "This step could not be carried out.")
      finding.incomplete = ["\(error)"]
    }
    finding.title = step.name
    finding.meaning = step.meaning
    var seen: Set<String> = []
    finding.incomplete = finding.incomplete.filter { seen.insert($0).inserted }
    return finding
  }

  private static func windows(_ context: InvestigationContext) -> [WindowChanges] {
    // What went wrong is said in the result of the step that asks the same.
    (try? BlindWindowSearch.run(context).results) ?? []
  }

  private func rule(of alert: AlertDocument) -> Rule? {
    if let rule = rules[alert.ruleID] { return rule }
    guard let parameters = alert.document["kibana.alert.rule.parameters"]?.object else { return nil }
    // A rule that this program cannot read has the standard steps.
    return try? RuleLoader.parse(api: parameters, path: "alert \(alert.uuid)")
  }

  // MARK: The source event

  /// The event that raised the alert. The alert carries its fields; the source has the whole of it.
  func sourceEvent(
    of alert: AlertDocument, in source: any EvidenceSource
  ) throws(EvidenceError) -> (EventFacts, JSONObject) {
    let own = Self.facts(of: alert)
    guard let time = alert.time, !own.provider.isEmpty || !own.action.isEmpty else {
      return try firstAncestor(of: alert, in: source) ?? (own, alert.document)
    }
    let kql = KQL.all([
      own.provider.isEmpty ? nil : KQL.has("event.provider", own.provider),
      own.action.isEmpty ? nil : KQL.has("event.action", own.action),
    ])
    let page = try source.events(try EvidenceQuery(kql, in: time...time, limit: 1000))
    let ids = alert.sourceIDs
    guard let event = page.events.first(where: { ids.contains($0.identity.id) }) else {
      return (own, Self.eventDocument(alert))
    }
    return (EventFacts(event), event.document)
  }

  /// The first event of an alert that several events raised and that has no fields of its own.
  private func firstAncestor(
    of alert: AlertDocument, in source: any EvidenceSource
  ) throws(EvidenceError) -> (EventFacts, JSONObject)? {
    guard let time = alert.time, let history = try source.history() else { return nil }
    let ids = alert.sourceIDs
    let range = min(history.lowerBound, time)...max(history.upperBound, time)
    let names = ids.map { $0.split(separator: "/").last.map(String.init) ?? $0 }.sorted()
    guard !names.isEmpty, names.count <= 1000 else { return nil }
    let page = try source.events(
      try EvidenceQuery(KQL.has("event.id", anyOf: names), in: range, limit: names.count))
    guard let event = page.events.first(where: { ids.contains($0.identity.id) }) else { return nil }
    return (EventFacts(event), event.document)
  }

  /// The facts that an alert itself carries.
  static func facts(of alert: AlertDocument) -> EventFacts {
    EventFacts(
      eventDocument(alert),
      identity: EventIdentity(index: "", id: alert.sourceIDs.sorted().first ?? alert.uuid),
      time: alert.time ?? Timestamp(nanoseconds: 0))
  }

  /// The source event inside an alert: its fields without those of the alert.
  private static func eventDocument(_ alert: AlertDocument) -> JSONObject {
    alert.document.filter { !$0.key.hasPrefix("kibana.") && $0.key != "kibana" }
  }
}

public import CloudTrail
public import Events
public import OrderedCollections
import Query
import Rules

/// Matches events against a rule set, one event after the other. It raises the alerts of rules that look at one event, and
/// keeps what the other rules will look at when everything was read. A detector serves one thread.
///
/// Fields that are used for every event are not checked for overlapping access at run time: that took one instruction in twenty.
/// No method calls itself while it changes one of them.
public final class Detector: RecordHandler {
  private let rules: RuleSet
  private let program: Program
  private let targets: [QueryTarget]
  private let options: DetectorOptions
  private let mapper: ECSMapper
  private let matcher: Matcher
  /// Matches CloudTrail records.
  private let recordMatcher: Matcher
  private let records: RecordSource
  private let documents: DocumentSource
  private let builders: [Int: AlertBuilder]
  /// How the rows of each rule are kept, by its place; nil for rules that look at one event.
  private let keepers: [RowKeeper?]
  /// Where a match of each query of the program leads.
  private let ways: UnsafeMutableBufferPointer<QueryWay>
  /// Before which times rules want no events but those of some queries; see `RowRule.looksBackOnlyAt`.
  @exclusivity(unchecked) private var earliest: [Int: Int64] = [:]
  private let hasExceptions: Bool
  /// Whether runs choose events by the time of the event, whatever the rules say.
  private let choosesByEventTime: Bool
  @exclusivity(unchecked) private var matched: [Int] = []
  /// The rules whose rows are kept of the event at hand, each with the range of its steps.
  @exclusivity(unchecked) private var keeping: [(rule: Int, steps: Range<Int>, exception: String?)] = []
  @exclusivity(unchecked) private var steps: [Int] = []
  /// The event at hand for rules that keep it together.
  @exclusivity(unchecked) private var kept: KeptEvent?
  @exclusivity(unchecked) private var raised: Set<String> = []
  @exclusivity(unchecked) private var file: UInt64 = 0
  @exclusivity(unchecked) private var place: UInt64 = 0
  @exclusivity(unchecked) private var eventNumber: UInt64 = 0
  /// Whether the event lies in the range of times that the options ask for.
  @exclusivity(unchecked) private var isInRange = true
  /// The rule whose alert is looked at.
  @exclusivity(unchecked) private var ownRule: Int?
  /// The rules whose matches count; nil when all do.
  @exclusivity(unchecked) private var wanted: Set<Int>?
  /// What one run of each rule wants to see; nil when more than one run will look at what is kept.
  @exclusivity(unchecked) private var spans: [Int: ClosedRange<Int64>]?

  /// When the next events were stored, for runs that see an event only from then on; nil for events that count as stored
  /// when they happened, as those of files.
  @exclusivity(unchecked) public var arrived: Timestamp? {
    didSet { ingested = arrived }
  }
  /// The `event.ingested` of the next events; nil for the time of the mapper, and for what documents say themselves.
  @exclusivity(unchecked) public var ingested: Timestamp? {
    didSet { records.ingested = ingested }
  }

  /// The alerts of single events so far. An event that was read before raises none again.
  public private(set) var alerts: [Alert] = []
  /// What was counted so far.
  @exclusivity(unchecked) public private(set) var counts = DetectionCounts()
  /// What is kept for rules that look at several events.
  @exclusivity(unchecked) private(set) var table = RowTable()
  /// Rows of rules that want equal values of one period only once, as far as they are settled.
  @exclusivity(unchecked) private var collapsing = CollapsedRows()
  /// Rows of rules that look for new values.
  @exclusivity(unchecked) private(set) var terms = TermRows()
  /// Where the events of alerts stand, when the options ask for it.
  public private(set) var files = EventFiles()
  /// The values of `collapsed` and `terms`.
  @exclusivity(unchecked) private(set) var values: ValueTable

  /// A detector for a rule set.
  public init(rules: RuleSet, mapper: ECSMapper, options: DetectorOptions) {
    self.rules = rules
    program = rules.program
    targets = rules.targets
    self.options = options
    self.mapper = mapper
    matcher = Matcher(program: rules.program)
    records = RecordSource(catalog: rules.program.catalog, mapper: mapper)
    recordMatcher = rules.matcher(for: records)
    documents = DocumentSource(catalog: rules.program.catalog)
    builders = Dictionary(
      uniqueKeysWithValues: rules.compiled.keys.map {
        ($0, AlertBuilder(rule: rules.rules[$0], number: $0, created: options.now))
      })
    keepers = rules.rules.indices.map { rules.keeper($0) }
    let keepers = keepers
    ways = .allocate(capacity: max(1, rules.targets.count))
    _ = ways.initialize(
      from: rules.targets.map { target in
        QueryWay(
          target, keepers[target.rule]?.kind,
          refusesRecords: !rules.accepts(target, index: nil, isRecord: true))
      })
    hasExceptions = !rules.exceptions.isEmpty
    choosesByEventTime = !options.usesTimestampOverride
    values = ValueTable(fields: rules.program.catalog.entries.count)
  }

  deinit {
    ways.deallocate()
  }

  /// Rows of rules that want equal values of one period only once.
  var collapsed: CollapsedRows {
    collapsing.settle()
    return collapsing
  }

  /// Limits a detector to some rules of its set, by their places; nil stands for all.
  public func limit(to rules: Set<Int>?) {
    wanted = rules
  }

  /// Leaves out events before a period that the run of a rule over it does not want.
  func begin(_ rule: Int, period: ClosedRange<Timestamp>) {
    earliest[rule] = period.lowerBound.nanoseconds
  }

  /// Says that what is kept is for one run of each rule, and that every event has arrived by then: of rows that a run takes
  /// for one, one is kept.
  ///
  /// - Parameter spans: The times, in nanoseconds, of the rows that the run of each rule wants to see.
  func keepForOneRun(_ spans: [Int: ClosedRange<Int64>]) {
    self.spans = spans
  }

  /// Whether equal rows of a rule are kept once for its run.
  func collapses(_ rule: Int) -> Bool {
    guard spans?[rule] != nil, case .collapsed = keepers[rule]?.kind else { return false }
    return true
  }

  /// Hands over the alerts of single events, with what was counted, and begins anew.
  public func takeAlerts() -> (alerts: [Alert], counts: DetectionCounts) {
    defer {
      alerts = []
      counts = DetectionCounts()
      raised.removeAll(keepingCapacity: true)
    }
    return (alerts, counts)
  }

  /// Notes which file the next events come from.
  public func begin(file: Int) {
    self.file = UInt64(file)
    place = 0
  }

  /// Matches a CloudTrail record.
  public func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
    let time = Timestamp(slots[.eventTime])
    guard begin(time) else { return }
    records.move(to: bytes, slots: slots)
    recordMatcher.matches(records, into: &matched)
    guard !matched.isEmpty else { return }
    take(records, origin(.record(bytes, slots), index: nil, time))
  }

  /// Matches an ECS document.
  public func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
    // The scan has already accepted these bytes.
    var document = (try? JSONReader.read(bytes))?.object ?? [:]
    if let ingested { document.setIngested(ingested) }
    match(document, index: index, .document(bytes, id: id))
  }

  /// Matches an alert, as rules that read alerts see it.
  func alert(_ alert: Alert) {
    self.alert(alert.document, uuid: alert.uuid, rule: alert.rule)
  }

  /// Matches an alert, as rules that read alerts see it.
  ///
  /// - Parameters:
  ///   - document: The alert document.
  ///   - uuid: Its `kibana.alert.uuid`.
  ///   - rule: The place of the rule that raised it, which never alerts on its own alerts; nil when it is not in the set.
  public func alert(_ document: JSONObject, uuid: String, rule: Int?) {
    ownRule = rule
    defer { ownRule = nil }
    match(document, index: AlertIndex.name, .alert(document, uuid: uuid))
  }

  private func match(_ document: JSONObject, index: String?, _ content: EventOrigin.Content) {
    let time = document["@timestamp"]?.string.flatMap { Timestamp($0) }
    guard begin(time) else { return }
    documents.move(to: document)
    matcher.matches(documents, into: &matched)
    guard !matched.isEmpty else { return }
    take(documents, origin(content, index: index, time))
  }

  private func origin(_ content: EventOrigin.Content, index: String?, _ time: Timestamp?) -> EventOrigin {
    EventOrigin(
      content: content, index: index, time: time, arrived: arrived, ingested: ingested, order: order)
  }

  /// Begins an event; false when no rule looks at it. Rules that look at several events also look at those outside the
  /// range of times, as far as these are earlier: they are history.
  private func begin(_ time: Timestamp?) -> Bool {
    counts.events += 1
    place += 1
    eventNumber += 1
    counts.note(time)
    matched.removeAll(keepingCapacity: true)
    isInRange = options.accepts(time)
    return isInRange || (!rules.rowPlans.isEmpty && options.isHistory(time))
  }

  /// The place of the event in the input.
  private var order: UInt64 { file << 32 | place }

  // MARK: Matches

  /// Goes through the queries that matched, rule by rule.
  ///
  /// - Parameters:
  ///   - source: The values of the event.
  ///   - origin: Where the event comes from.
  private func take<Source: FieldSource>(_ source: Source, _ origin: EventOrigin) {
    let time = origin.time
    var event: HeldEvent?
    var done = -1
    for place in matched.indices {
      let query = matched[place]
      let way = ways[query]
      let rule = Int(way.rule)
      guard rule != done, rule != ownRule, wanted?.contains(rule) ?? true,
        Source.self == RecordSource.self
          ? !way.refusesRecords : rules.accepts(targets[query], index: origin.index, isRecord: false)
      else { continue }
      if !keeping.isEmpty, keeping[keeping.count - 1].rule == rule {
        steps.append(Int(way.step))
        keeping[keeping.count - 1].steps = keeping[keeping.count - 1].steps.lowerBound..<steps.count
        continue
      }
      let exception = hasExceptions ? exception(rule, time, source) : nil
      if way.keeping != .none {
        // What is expected does not count: neither in groups nor in histories.
        if let exception, keepers[rule]?.plan.rule.raisesExpected == false {
          counts.expected[ExpectedCount(rule: rule, exception: exception), default: 0] += 1
          done = rule
          continue
        }
        if way.keeping != .rows, spans == nil ? arrived == nil : collapses(rule),
          keepReduced(way, effectiveTime(time, rule, source), source, origin)
        {
          done = rule
          continue
        }
        steps.append(Int(way.step))
        keeping.append((rule, steps.count - 1..<steps.count, exception))
      } else if isInRange {
        let known = event ?? origin.held(hasText: Source.self == RecordSource.self)
        event = known
        raise(rule, known, source, exception)
      }
    }
    if kept != nil { kept = nil }
    guard !keeping.isEmpty else { return }
    keep(source, origin)
    keeping.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
  }

  /// The exception that explains a match; nil when there is none. Windows are judged by the time of the event.
  private func exception(_ rule: Int, _ time: Timestamp?, _ source: some FieldSource) -> String? {
    guard !rules.exceptions.isEmpty, let exceptions = rules.exceptions[rule] else { return nil }
    let found = exceptions.first { exception in
      // An event without a time lies in no window.
      let isInWindow = time.map { exception.item.covers($0) } ?? exception.item.windows.isEmpty
      return isInWindow && matcher.matches(query: exception.query, source)
    }
    guard let found else { return nil }
    return found.item.name
  }

  private func raise(_ rule: Int, _ event: HeldEvent, _ source: some FieldSource, _ exception: String?) {
    guard let builder = builders[rule], case .event(_, let threat) = rules.compiled[rule]?.body else {
      return
    }
    var extra: JSONObject = [:]
    if let threat {
      let enrichments = threat.enrichments(source.document(), at: event.time)
      guard !enrichments.isEmpty else { return }
      extra["threat.enrichments"] = .array(enrichments)
    }
    counts.matches += 1
    note(event)
    let uuid = AlertID.single(ruleID: rules.rules[rule].ruleID, event: event.identity)
    guard raised.insert(uuid).inserted else { return }
    alerts.append(
      builder.alert(
        AlertBuilder.Source(
          origin: event.isRecord ? .event(event, mapper) : .document(source.document()), uuid: uuid,
          ancestors: [event.identity], extra: extra, exception: exception)))
  }

  private func note(_ event: HeldEvent) {
    if options.notesFiles { files.note(event.identity.id, file: Int(file)) }
  }

  /// Keeps a row of a rule that wants only some of its rows; false when the rule wants them all.
  private func keepReduced<Source: FieldSource>(
    _ way: QueryWay, _ time: Int64?, _ source: Source, _ origin: EventOrigin
  ) -> Bool {
    let rule = Int(way.rule)
    guard way.keeping == .collapsed else {
      guard values.hasRoom else {
        terms.refuse(rule: rule)
        return true
      }
      guard addTerms(way, time ?? 0, source, origin) else { return false }
      counts.matches += 1
      return true
    }
    if let spans, let time, spans[rule]?.contains(time) != true { return true }
    if !collapsing.has(rule) { collapsing.open(rule, fields: keepers[rule]?.fields ?? []) }
    guard values.hasRoom else {
      collapsing.refuse(rule: rule)
      return true
    }
    let first = number(way.first, source)
    let second = way.second < 0 ? 0 : number(way.second, source)
    if let time { collapsing.add((first, second), time: time, rule: rule) }
    counts.matches += 1
    return true
  }

  /// The number of the value of a field of the event at hand.
  @inline(__always)
  private func number<Source: FieldSource>(_ field: Int32, _ source: Source) -> UInt32 {
    if let known = values.known(Int(field), event: eventNumber) { return known }
    let found = source.values(of: Int(field))
    let number =
      values.find(Int(field), found) ?? values.add(Int(field), found, program.value(Int(field), source))
    values.know(Int(field), number, event: eventNumber)
    return number
  }

  /// Keeps the event at hand for the rules in `keeping`.
  private func keep<Source: FieldSource>(
    _ source: Source, _ origin: EventOrigin
  ) {
    let time = origin.time
    if !earliest.isEmpty { keeping.removeAll { isTooEarly($0.rule, steps[$0.steps], time, source) } }
    guard !keeping.isEmpty else { return }
    let needsDocument = keeping.contains { keepers[$0.rule]?.needsDocuments ?? false }
    counts.matches += keeping.count
    let event = origin.held(hasText: needsDocument)
    note(event)
    guard let number = table.hold(event) else { return }
    for (rule, own, exception) in keeping {
      guard let keeper = keepers[rule] else { continue }
      let holding = keeper.plan.conditions.filter { matcher.matches(query: $0, source) }.map {
        targets[$0].step
      }
      table.add(
        Row(
          event: number, time: self.time(time, keeper.plan, source), steps: joined(steps[own], holding),
          values: keeper.fields.map { program.value($0, source) }, exception: exception),
        rule: rule)
    }
  }

  /// Steps of one row. Most rows have one, which they share.
  private func joined(_ steps: ArraySlice<Int>, _ holding: [Int]) -> [Int] {
    guard let first = steps.first, steps.count == 1, holding.isEmpty, first < Self.singleSteps.count else {
      return steps + holding
    }
    return Self.singleSteps[first]
  }

  private static let singleSteps = (0..<16).map { [$0] }

  /// Whether an event lies before the period of a rule's run, which wants only events of other queries from then.
  private func isTooEarly(
    _ rule: Int, _ steps: ArraySlice<Int>, _ time: Timestamp?, _ source: some FieldSource
  ) -> Bool {
    guard let plan = keepers[rule]?.plan, let start = earliest[rule], let queries = plan.rule.looksBackOnlyAt,
      queries.isDisjoint(with: steps)
    else { return false }
    return self.time(time, plan, source) ?? 0 < start
  }

  /// Keeps a row of a rule that looks for new values; false when a field has several, so that the row is one like any other.
  private func addTerms<Source: FieldSource>(
    _ way: QueryWay, _ time: Int64, _ source: Source, _ origin: EventOrigin
  ) -> Bool {
    guard let first = term(way.first, source), let second = term(way.second, source),
      let third = term(way.third, source)
    else { return false }
    let rule = Int(way.rule)
    if !terms.has(rule), let plan = keepers[rule]?.termPlan { terms.open(rule, plan) }
    guard let wanted = terms.add((first, second, third), time: time, rule: rule) else { return true }
    let event = kept ?? keptEvent(origin)
    kept = event
    terms.keep(wanted, event, rule: rule)
    return true
  }

  private func keptEvent(_ origin: EventOrigin) -> KeptEvent {
    let event = origin.held(hasText: terms.hasRoom)
    note(event)
    return KeptEvent(event)
  }

  /// The number of the only value of a field, 0 for no field; nil when there is not one value.
  private func term<Source: FieldSource>(_ field: Int32, _ source: Source) -> UInt32? {
    guard field >= 0 else { return 0 }
    guard source.values(of: Int(field)).count == 1 else { return nil }
    let number = number(field, source)
    return number == 0 ? nil : number
  }

  /// The time by which runs choose the event for rules whose rows are reduced.
  private func effectiveTime<Source: FieldSource>(_ time: Timestamp?, _ rule: Int, _ source: Source) -> Int64?
  {
    guard arrived != nil || (!choosesByEventTime && Source.self != RecordSource.self),
      let plan = keepers[rule]?.plan
    else { return time?.nanoseconds }
    return self.time(time, plan, source)
  }

  /// The time by which runs choose the event. A raw record of a file has no other time than its own: it counts as
  /// ingested when it happened.
  private func time<Source: FieldSource>(_ time: Timestamp?, _ plan: RowPlan, _ source: Source) -> Int64? {
    if let arrived {
      return plan.effectiveTime(own: ownTime(time, plan, source), arrived: arrived).nanoseconds
    }
    guard options.usesTimestampOverride, Source.self != RecordSource.self else { return time?.nanoseconds }
    return ownTime(time, plan, source)?.nanoseconds
  }

  /// The time in the rule's `timestamp_override`, or else that of the event.
  private func ownTime(_ time: Timestamp?, _ plan: RowPlan, _ source: some FieldSource) -> Timestamp? {
    if let arrived, plan.choosesByArrival { return arrived }
    let text = plan.timeField.flatMap { source.values(of: $0).first?.text }
    return text.flatMap { Timestamp($0) } ?? time
  }

  /// The identity of a CloudTrail record.
  static func identity(_ bytes: UnsafeBufferPointer<UInt8>, _ slots: SlotScanner) -> EventIdentity {
    let account = slots[.recipientAccountId].string ?? slots[.identityAccountId].string ?? ""
    let id = slots[.eventID].string.map { "\(account)/\($0)" } ?? AlertID.content(bytes)
    return EventIdentity(index: EventIdentity.cloudTrailIndex, id: id)
  }
}

extension Timestamp {
  /// The time in a slot; nil when it holds none.
  init?(_ slot: Slot) {
    guard slot.kind == .string, !slot.isEscaped else { return nil }
    self.init(slot.bytes)
  }
}

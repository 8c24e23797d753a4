public import CloudTrail
public import Events
import OrderedCollections
import Query
import Rules

/// Matches events against a rule set, one event after the other. It raises the alerts of rules that look at one event, and
/// keeps what the other rules will look at when everything was read. A detector serves one thread.
public final class Detector: RecordHandler {
  private let rules: RuleSet
  private let options: DetectorOptions
  private let mapper: ECSMapper
  private let matcher: Matcher
  private let records: RecordSource
  private let documents: DocumentSource
  private let builders: [Int: AlertBuilder]
  private var matched: [Int] = []
  private var raised: Set<String> = []
  private var file: UInt64 = 0
  private var place: UInt64 = 0
  /// Whether the event lies in the range of times that the options ask for.
  private var isInRange = true
  /// The rule whose alert is looked at.
  private var ownRule: Int?

  /// The alerts of single events so far. An event that was read before raises none again.
  public private(set) var alerts: [Alert] = []
  /// What was counted so far.
  public private(set) var counts = DetectionCounts()
  /// What is kept for rules that look at several events.
  private(set) var table = RowTable()
  /// Rows of rules that want equal values of one period only once.
  private(set) var collapsed = CollapsedRows()

  /// A detector for a rule set.
  public init(rules: RuleSet, mapper: ECSMapper, options: DetectorOptions) {
    self.rules = rules
    self.options = options
    self.mapper = mapper
    matcher = Matcher(program: rules.program)
    records = RecordSource(catalog: rules.program.catalog, mapper: mapper)
    documents = DocumentSource(catalog: rules.program.catalog)
    builders = Dictionary(
      uniqueKeysWithValues: rules.compiled.keys.map {
        ($0, AlertBuilder(rule: rules.rules[$0], number: $0, created: options.now))
      })
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
    matcher.matches(records, into: &matched)
    guard !matched.isEmpty else { return }
    let event = HeldEvent(
      identity: Self.identity(bytes, slots), index: nil, time: time, order: file << 32 | place,
      isRecord: true,
      bytes: [])
    take(event, records) { Array(bytes) }
  }

  /// Matches an ECS document.
  public func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
    // The scan has already accepted these bytes.
    let document = (try? JSONReader.read(bytes))?.object ?? [:]
    match(document, EventIdentity(index: index ?? "", id: id ?? AlertID.content(bytes)), index: index) {
      Array(bytes)
    }
  }

  /// Matches an alert, as rules that read alerts see it.
  func alert(_ alert: Alert) {
    // A rule never alerts on its own alerts.
    ownRule = alert.rule
    match(alert.document, EventIdentity(index: AlertIndex.name, id: alert.uuid), index: AlertIndex.name) {
      Array(JSONWriter.text(.object(alert.document)).utf8)
    }
  }

  private func match(
    _ document: JSONObject, _ identity: @autoclosure () -> EventIdentity, index: String?, bytes: () -> [UInt8]
  ) {
    let time = document["@timestamp"]?.string.flatMap { Timestamp($0) }
    guard begin(time) else { return }
    documents.move(to: document)
    matcher.matches(documents, into: &matched)
    guard !matched.isEmpty else { return }
    let event = HeldEvent(
      identity: identity(), index: index, time: time, order: file << 32 | place, isRecord: false, bytes: [])
    take(event, documents, bytes)
  }

  /// Begins an event; false when no rule looks at it. Rules that look at several events also look at those outside the
  /// range of times, as far as these are earlier: they are history.
  private func begin(_ time: Timestamp?) -> Bool {
    counts.events += 1
    place += 1
    counts.note(time)
    matched.removeAll(keepingCapacity: true)
    isInRange = options.accepts(time)
    return isInRange || (!rules.rowPlans.isEmpty && options.isHistory(time))
  }

  // MARK: Matches

  /// Goes through the queries that matched, rule by rule.
  private func take(_ event: HeldEvent, _ source: some FieldSource, _ bytes: () -> [UInt8]) {
    var event = event
    var plans: [(rule: Int, plan: RowPlan, steps: [Int])] = []
    var expected: Int?
    for query in matched {
      let target = rules.targets[query]
      guard target.rule != expected, target.rule != ownRule,
        rules.accepts(rule: target.rule, index: event.index, isRecord: event.isRecord)
      else { continue }
      if plans.last?.rule == target.rule {
        plans[plans.count - 1].steps.append(target.step)
        continue
      }
      let exception = exception(target.rule, event, source)
      if let plan = rules.rowPlans[target.rule] {
        // What is expected does not count: neither in groups nor in histories.
        if let exception {
          counts.expected[ExpectedCount(rule: target.rule, exception: exception), default: 0] += 1
          expected = target.rule
          continue
        }
        plans.append((target.rule, plan, [target.step]))
      } else if isInRange {
        if event.bytes.isEmpty, event.isRecord { event.bytes = bytes() }
        raise(target.rule, event, source, exception)
      }
    }
    keep(event, plans, source, bytes)
  }

  /// The exception that explains a match; nil when there is none. Windows are judged by the time of the event.
  private func exception(_ rule: Int, _ event: HeldEvent, _ source: some FieldSource) -> String? {
    guard let exceptions = rules.exceptions[rule] else { return nil }
    let found = exceptions.first { exception in
      // An event without a time lies in no window.
      let isInWindow = event.time.map { exception.item.covers($0) } ?? exception.item.windows.isEmpty
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
      let enrichments = threat.enrichments(source.document())
      guard !enrichments.isEmpty else { return }
      extra["threat.enrichments"] = .array(enrichments)
    }
    counts.matches += 1
    let uuid = AlertID.single(ruleID: rules.rules[rule].ruleID, event: event.identity)
    guard raised.insert(uuid).inserted else { return }
    alerts.append(
      builder.alert(
        AlertBuilder.Source(
          origin: event.isRecord ? .event(event, mapper) : .document(source.document()), uuid: uuid,
          ancestors: [event.identity], extra: extra, exception: exception)))
  }

  private func keep(
    _ event: HeldEvent, _ plans: [(rule: Int, plan: RowPlan, steps: [Int])], _ source: some FieldSource,
    _ bytes: () -> [UInt8]
  ) {
    guard !plans.isEmpty else { return }
    var event = event
    var number: Int?
    let needsDocument = plans.contains { $0.plan.rule.needsDocuments }
    for (rule, plan, steps) in plans {
      counts.matches += 1
      let values = plan.fields.map { rules.program.value($0, source) }
      let time = time(event, plan, source)
      if plan.collapses {
        collapsed.add(values, time: time, rule: rule)
        continue
      }
      if number == nil {
        event.bytes = needsDocument ? event.bytes.isEmpty ? bytes() : event.bytes : []
        guard let new = table.hold(event) else { return }
        number = new
      }
      guard let number else { return }
      let holding = plan.conditions.filter { matcher.matches(query: $0, source) }.map {
        rules.targets[$0].step
      }
      table.add(Row(event: number, time: time, steps: steps + holding, values: values), rule: rule)
    }
  }

  /// The time by which runs choose the event. A raw record has no other time than its own: it counts as ingested when it
  /// happened.
  private func time(_ event: HeldEvent, _ plan: RowPlan, _ source: some FieldSource) -> Int64? {
    guard options.usesTimestampOverride, !event.isRecord, let field = plan.timeField,
      let text = source.values(of: field).first?.text, let time = Timestamp(text)
    else { return event.time?.nanoseconds }
    return time.nanoseconds
  }

  private static func identity(_ bytes: UnsafeBufferPointer<UInt8>, _ slots: SlotScanner) -> EventIdentity {
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

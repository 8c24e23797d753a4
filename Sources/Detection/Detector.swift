public import CloudTrail
public import Events
import OrderedCollections
import Query

/// Matches events against a rule set, one event after the other, and raises alerts. A detector serves one thread.
public final class Detector: RecordHandler {
  private let rules: RuleSet
  private let options: DetectorOptions
  private let matcher: Matcher
  private let records: RecordSource
  private let documents: DocumentSource
  private let builders: [Int: AlertBuilder]
  private var matched: [Int] = []
  private var raised: Set<String> = []

  /// The alerts so far. An event that was read before raises none again.
  public private(set) var alerts: [Alert] = []
  /// What was counted so far.
  public private(set) var counts = DetectionCounts()

  /// A detector for a rule set.
  public init(rules: RuleSet, mapper: ECSMapper, options: DetectorOptions) {
    self.rules = rules
    self.options = options
    matcher = Matcher(program: rules.program)
    records = RecordSource(catalog: rules.program.catalog, mapper: mapper)
    documents = DocumentSource(catalog: rules.program.catalog)
    builders = Dictionary(
      uniqueKeysWithValues: rules.ruleOfQuery.map {
        ($0, AlertBuilder(rule: rules.rules[$0], number: $0, created: options.now))
      })
  }

  /// Matches a CloudTrail record.
  public func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
    counts.events += 1
    let time = Timestamp(slots[.eventTime])
    counts.note(time)
    guard options.accepts(time) else { return }
    records.move(to: bytes, slots: slots)
    matched.removeAll(keepingCapacity: true)
    matcher.matches(records, into: &matched)
    guard !matched.isEmpty else { return }
    let identity = Self.identity(bytes, slots)
    raise(identity: identity, index: nil) { records.document() }
  }

  /// Matches an ECS document.
  public func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
    counts.events += 1
    // The scan has already accepted these bytes.
    let document = (try? JSONReader.read(bytes))?.object ?? [:]
    let time = document["@timestamp"]?.string.flatMap { Timestamp($0) }
    counts.note(time)
    guard options.accepts(time) else { return }
    documents.move(to: document)
    matched.removeAll(keepingCapacity: true)
    matcher.matches(documents, into: &matched)
    guard !matched.isEmpty else { return }
    let identity = EventIdentity(index: index ?? "", id: id ?? AlertID.content(bytes))
    raise(identity: identity, index: index) { document }
  }

  private func raise(identity: EventIdentity, index: String?, document: () -> JSONObject) {
    for query in matched {
      let rule = rules.ruleOfQuery[query]
      guard rules.accepts(rule: rule, index: index), let builder = builders[rule] else { continue }
      counts.matches += 1
      let alert = builder.alert(document: document(), identity: identity)
      if raised.insert(alert.uuid).inserted { alerts.append(alert) }
    }
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

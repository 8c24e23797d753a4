import CloudTrail
import Detection
import Events
import OrderedCollections
import Query

/// Reads events on one thread and keeps the oldest that match, up to a number, with the period of all events.
final class EvidenceReader: RecordHandler {
  private let matcher: Matcher
  private let records: RecordSource
  private let documents: DocumentSource
  private let range: ClosedRange<Timestamp>
  private let limit: Int
  private let byteLimit: Int
  private var bytesKept = 0
  private var known: Set<EventIdentity> = []
  /// Whether nothing is kept once there is no room for all.
  private let isAllOrNothing: Bool
  /// So many identities are remembered; an event that is read again beyond that is counted twice.
  private static let maximumKnown = 1_000_000

  /// The kept events, in no order.
  private(set) var kept: [HeldText] = []
  /// How many events match.
  private(set) var count = 0
  /// Whether matching events were left out because there was no room.
  private(set) var isFull = false
  /// The first and last time of all events that were read.
  private(set) var first: Timestamp?
  private(set) var last: Timestamp?
  /// How many events have no time that can be read; they lie in no period.
  private(set) var timeless = 0

  init(
    _ expression: Expression, in range: ClosedRange<Timestamp>, limit: Int, bytes byteLimit: Int,
    isAllOrNothing: Bool = false, mapper: ECSMapper
  ) {
    var builder = ProgramBuilder()
    _ = builder.add(expression)
    let program = builder.build()
    matcher = Matcher(program: program)
    records = RecordSource(catalog: program.catalog, mapper: mapper)
    documents = DocumentSource(catalog: program.catalog)
    self.range = range
    self.limit = limit
    self.byteLimit = byteLimit
    self.isAllOrNothing = isAllOrNothing
  }

  func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
    guard let time = note(slots[.eventTime].string.flatMap { Timestamp($0) }), !hasGivenUp else { return }
    records.move(to: bytes, slots: slots)
    guard matcher.matches(query: 0, records) else { return }
    let account = slots[.recipientAccountId].string ?? slots[.identityAccountId].string ?? ""
    let id = slots[.eventID].string.map { "\(account)/\($0)" } ?? AlertID.content(bytes)
    keep(EventIdentity(index: EventIdentity.cloudTrailIndex, id: id), time, bytes, isRecord: true)
  }

  func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
    // The scan has already accepted these bytes.
    let document = (try? JSONReader.read(bytes))?.object ?? [:]
    guard let time = note(document["@timestamp"]?.string.flatMap { Timestamp($0) }), !hasGivenUp else {
      return
    }
    documents.move(to: document)
    guard matcher.matches(query: 0, documents) else { return }
    keep(
      EventIdentity(index: index ?? "", id: id ?? AlertID.content(bytes)), time, bytes, isRecord: false)
  }

  /// Matches an event that was kept before.
  func read(_ text: HeldText, slots: SlotScanner) {
    text.bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      if text.isRecord {
        // The scan has already accepted these bytes.
        _ = try? slots.scanObject(JSONScanner(start: start, end: start + bytes.count), at: start)
        cloudTrailRecord(bytes, slots: slots)
      } else {
        document(bytes, id: text.identity.id, index: text.identity.index)
      }
    }
  }

  private var hasGivenUp: Bool { isAllOrNothing && isFull }

  /// Notes the time of an event; nil when it lies outside the period.
  private func note(_ time: Timestamp?) -> Timestamp? {
    guard let time else {
      timeless += 1
      return nil
    }
    first = min(first ?? time, time)
    last = max(last ?? time, time)
    return range.contains(time) ? time : nil
  }

  private func keep(
    _ identity: EventIdentity, _ time: Timestamp, _ bytes: UnsafeBufferPointer<UInt8>, isRecord: Bool
  ) {
    if known.count < Self.maximumKnown {
      guard known.insert(identity).inserted else { return }
    } else if known.contains(identity) {
      return
    }
    count += 1
    if isAllOrNothing, bytesKept + bytes.count > byteLimit {
      giveUp()
      return
    }
    kept.append(HeldText(identity: identity, time: time, isRecord: isRecord, bytes: Array(bytes)))
    bytesKept += bytes.count
    if kept.count > 2 * limit || bytesKept > byteLimit { shrink() }
  }

  /// Lets everything go: the questions will read the files again.
  private func giveUp() {
    isFull = true
    kept = []
    known = []
    bytesKept = 0
  }

  /// Keeps the oldest.
  private func shrink() {
    kept.sort(by: HeldText.isOrdered)
    if kept.count > limit { kept.removeLast(kept.count - limit) }
    var total = kept.reduce(0) { $0 + $1.bytes.count }
    while total > byteLimit, let last = kept.popLast() {
      total -= last.bytes.count
      isFull = true
    }
    bytesKept = total
  }

  /// What was found.
  func finish() -> [HeldText] {
    shrink()
    return kept
  }
}

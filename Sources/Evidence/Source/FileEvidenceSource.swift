public import CloudTrail
import Detection
public import Events
public import Inputs
public import OrderedCollections
import Query
import Synchronization

/// Evidence from plain files. They are read once and kept when they are small enough; otherwise each question reads them
/// again, so that memory is bounded whatever their size.
public final class FileEvidenceSource: EvidenceSource {
  /// The bounds.
  public struct Limits: Sendable {
    /// So many bytes of text are kept for further questions.
    public var keptBytes: Int
    /// So many bytes of text may an answer have.
    public var answerBytes: Int

    /// Bounds: a quarter of a gigabyte each, unless told otherwise.
    public init(keptBytes: Int = 256 << 20, answerBytes: Int = 256 << 20) {
      self.keptBytes = keptBytes
      self.answerBytes = answerBytes
    }
  }

  private let list: FileList
  private let threads: Int
  private let mapper: ECSMapper
  private let limits: Limits
  private let period: ClosedRange<Timestamp>?
  /// All events in order; nil when there are too many to keep.
  private let kept: [HeldText]?
  private let allAlerts: [JSONObject]

  /// What could not be read.
  public let gaps: [String]
  /// The same as problems of the input, for the exit status.
  public let problems: [InputProblem]
  /// The files, for people.
  public let name: String

  /// Reads files.
  ///
  /// - Parameters:
  ///   - list: The files.
  ///   - alerts: The alerts that are known of them.
  ///   - threads: On how many threads files are read.
  ///   - mapper: Makes documents of raw records.
  ///   - limits: The bounds.
  public init(
    list: FileList, alerts: [JSONObject], threads: Int, mapper: ECSMapper, limits: Limits = Limits()
  ) {
    self.list = list
    self.threads = threads
    self.mapper = mapper
    self.limits = limits
    let everything = Self.read(
      list, .all, in: .earliest ... .latest, limit: .max, bytes: limits.keptBytes, isAllOrNothing: true,
      threads: threads, mapper: mapper)
    kept = everything.isFull ? nil : everything.kept
    period = everything.period
    allAlerts = Self.ordered(alerts)
    problems = list.problems + everything.reports.flatMap(\.problems)
    gaps = Self.gaps(problems, everything)
    name = "\(list.entries.count) \(list.entries.count == 1 ? "file" : "files")"
  }

  private static func gaps(_ problems: [InputProblem], _ reading: Reading) -> [String] {
    var gaps = problems.prefix(20).map { "not read: \($0)" }
    if problems.count > 20 { gaps.append("not read: \(problems.count - 20) further places of the input") }
    if reading.timeless > 0 { gaps.append("\(reading.timeless) events have no time and lie in no period") }
    return gaps
  }

  /// The times of the first and last event.
  public func history() -> ClosedRange<Timestamp>? { period }

  /// Files without their digests prove nothing.
  public func integrity(of range: ClosedRange<Timestamp>) -> LogIntegrity { .unverified }

  /// The events that match.
  public func events(_ query: EvidenceQuery) throws(EvidenceError) -> EvidencePage {
    let found: Reading
    if let kept {
      found = search(kept, query)
    } else {
      found = Self.read(
        list, query.expression, in: query.range, limit: query.limit, bytes: limits.answerBytes,
        threads: threads,
        mapper: mapper)
    }
    return EvidencePage(events: found.kept.map { $0.event(mapper) }, count: found.count)
  }

  /// The alerts of a period.
  public func alerts(in range: ClosedRange<Timestamp>, limit: Int) -> [JSONObject] {
    Array(allAlerts.filter { AlertDocument($0).time.map(range.contains) ?? false }.prefix(limit))
  }

  private static func ordered(_ alerts: [JSONObject]) -> [JSONObject] {
    alerts.map { (AlertDocument($0), $0) }.sorted { left, right in
      (left.0.time?.nanoseconds ?? .min, left.0.uuid) < (right.0.time?.nanoseconds ?? .min, right.0.uuid)
    }.map(\.1)
  }

  // MARK: Reading

  /// What a pass over the files came to.
  private struct Reading: Sendable {
    var kept: [HeldText] = []
    var count = 0
    var isFull = false
    var timeless = 0
    var period: ClosedRange<Timestamp>?
    var reports: [FileReport] = []
  }

  private func search(_ texts: [HeldText], _ query: EvidenceQuery) -> Reading {
    let reader = EvidenceReader(
      query.expression, in: query.range, limit: query.limit, bytes: limits.answerBytes, mapper: mapper)
    let slots = SlotScanner(plan: RecordSlot.plan)
    let start = texts.partitioningIndex { $0.time >= query.range.lowerBound }
    for text in texts[start...] {
      guard text.time <= query.range.upperBound else { break }
      reader.read(text, slots: slots)
    }
    return Reading(kept: reader.finish(), count: reader.count, isFull: reader.isFull)
  }

  private static func read(
    _ list: FileList, _ expression: Expression, in range: ClosedRange<Timestamp>, limit: Int, bytes: Int,
    isAllOrNothing: Bool = false, threads: Int, mapper: ECSMapper
  ) -> Reading {
    // Each thread has its part of the room.
    let share = max(1, bytes / max(1, min(threads, list.entries.count)))
    let result = Mutex(Reading())
    let known = Mutex(Set<EventIdentity>())
    let reports = FileScan(list: list, threads: threads).run(
      makeHandler: {
        EvidenceReader(
          expression, in: range, limit: limit == .max ? Int.max / 4 : limit, bytes: share,
          isAllOrNothing: isAllOrNothing, mapper: mapper)
      },
      finish: { reader in
        let texts = reader.finish()
        let new = known.withLock { known in texts.filter { known.insert($0.identity).inserted } }
        result.withLock { state in
          state.kept += new
          state.count += reader.count - (texts.count - new.count)
          state.isFull = state.isFull || reader.isFull
          state.timeless += reader.timeless
          if let first = reader.first, let last = reader.last {
            let known = state.period ?? first...last
            state.period = min(known.lowerBound, first)...max(known.upperBound, last)
          }
        }
      }, tick: { _ in true })
    var reading = result.withLock { $0 }
    reading.reports = reports
    reading.kept.sort(by: HeldText.isOrdered)
    if reading.kept.count > limit { reading.kept.removeLast(reading.kept.count - limit) }
    return reading
  }
}

extension [HeldText] {
  /// The first place from which a condition holds; it must hold for everything behind.
  fileprivate func partitioningIndex(_ holds: (HeldText) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

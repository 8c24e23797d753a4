import OrderedCollections

/// Finds sequences in events that are offered in the order of time.
///
/// For each key and step at most one unfinished sequence is kept; a newer one takes the place of an older one. An event
/// is offered to the later steps first, and advancing a sequence takes it out of its step. Steps that must be missing are
/// judged when a sequence is complete.
/// Source: Elasticsearch reference, "EQL syntax reference", sections "Sequences" and "State machine".
public struct SequenceMatcher: Sendable {
  /// One event that fits at least one step.
  public struct Event: Sendable {
    /// The number by which results name the event.
    public let number: Int
    /// The time by which spans are measured, in nanoseconds.
    public let time: Int64
    /// The steps that the event fits, as bits: step 0 is bit 0, `until` follows the last step.
    public let steps: [Bool]
    /// For each step the keys under which the event counts: one for each choice of values.
    public let keys: [[[String?]]]

    /// An event.
    public init(number: Int, time: Int64, steps: [Bool], keys: [[[String?]]]) {
      self.number = number
      self.time = time
      self.steps = steps
      self.keys = keys
    }
  }

  /// A complete sequence.
  public struct Match: Sendable, Hashable {
    /// The numbers of its events, in order.
    public let events: [Int]
    /// The values of its key.
    public let key: [String?]
  }

  private struct Pending: Sendable {
    var events: [Int]
    /// The times of the first and the last event.
    var first: Int64
    var last: Int64
    /// The places of the first and the last event in the order of all events.
    var firstPlace: Int
    var lastPlace: Int
    /// The places of all events.
    var places: [Int]
  }

  /// So many keys may have unfinished sequences; beyond, those that began first are given up.
  public static let maximumKeys = 200_000

  private let isMissing: [Bool]
  private let positives: [Int]
  private let maximumSpan: Int64?
  private let hasUntil: Bool
  private var pending: OrderedDictionary<[String?], [Pending?]> = [:]
  /// Events of the steps that must be missing, by step and key: place and time.
  private var absent: [Int: [[String?]: [(place: Int, time: Int64)]]] = [:]
  private var place = 0
  private var candidates: [(match: Match, pending: Pending)] = []

  /// How many keys were given up because there were too many.
  public private(set) var abandonedKeys = 0

  /// A matcher for a sequence.
  ///
  /// - Parameters:
  ///   - sequence: The sequence.
  ///   - longestSpan: The span to use when the sequence names none, in nanoseconds.
  public init(_ sequence: EQLSequence, longestSpan: Int64? = nil) {
    isMissing = sequence.terms.map(\.isMissing)
    positives = sequence.terms.indices.filter { !sequence.terms[$0].isMissing }
    maximumSpan = sequence.maximumSpan ?? longestSpan
    hasUntil = sequence.until != nil
  }

  /// Offers the next event.
  public mutating func offer(_ event: Event) {
    place += 1
    for (position, step) in positives.enumerated().reversed() where event.steps[step] {
      for key in event.keys[step] { offer(event, key, position) }
    }
    for step in isMissing.indices where isMissing[step] && event.steps[step] {
      for key in event.keys[step] { absent[step, default: [:]][key, default: []].append((place, event.time)) }
    }
    if hasUntil, event.steps[isMissing.count] {
      for key in event.keys[isMissing.count] { pending[key] = nil }
    }
  }

  private mutating func offer(_ event: Event, _ key: [String?], _ position: Int) {
    if position == 0 {
      let new = Pending(
        events: [event.number], first: event.time, last: event.time, firstPlace: place, lastPlace: place,
        places: [place])
      keep(new, key, 0)
      return
    }
    guard var sequence = pending[key]?[position - 1] else { return }
    // An event is no successor of itself.
    guard sequence.lastPlace < place else { return }
    pending[key]?[position - 1] = nil
    if let maximumSpan, event.time - sequence.first > maximumSpan { return }
    sequence.events.append(event.number)
    sequence.places.append(place)
    sequence.last = event.time
    sequence.lastPlace = place
    keep(sequence, key, position)
  }

  private mutating func keep(_ sequence: Pending, _ key: [String?], _ position: Int) {
    guard position < positives.count - 1 else {
      candidates.append((Match(events: sequence.events, key: key), sequence))
      return
    }
    if pending[key] == nil {
      if pending.count >= Self.maximumKeys { abandonOldest() }
      pending[key] = Array(repeating: nil, count: positives.count - 1)
    }
    pending[key]?[position] = sequence
  }

  /// Gives up a tenth of the keys, those that came first.
  private mutating func abandonOldest() {
    let count = Self.maximumKeys / 10
    pending.removeFirst(count)
    abandonedKeys += count
  }

  /// The sequences that were completed and in which nothing is that must be missing. Call it when every event was offered.
  public func matches() -> [Match] {
    candidates.filter { !isSpoilt($0.match.key, $0.pending) }.map(\.match)
  }

  private func isSpoilt(_ key: [String?], _ sequence: Pending) -> Bool {
    guard isMissing.contains(true), let maximumSpan else { return false }
    var seen = 0
    var leading: [Int64] = []
    var trailing: [Int64] = []
    let hasLeading = isMissing.first == true
    let hasTrailing = isMissing.last == true
    for step in isMissing.indices {
      guard isMissing[step] else {
        seen += 1
        continue
      }
      let events = absent[step]?[key] ?? []
      if seen == 0 {
        leading += events.filter {
          $0.place < sequence.firstPlace && sequence.last - $0.time <= maximumSpan
        }.map(\.time)
      } else if seen == positives.count {
        trailing += events.filter {
          $0.place > sequence.lastPlace && $0.time - sequence.first <= maximumSpan
        }.map(\.time)
      } else {
        let range = (sequence.places[seen - 1] + 1)..<sequence.places[seen]
        if events.contains(where: { range.contains($0.place) }) { return true }
      }
    }
    guard hasLeading, hasTrailing else { return !leading.isEmpty || !trailing.isEmpty }
    return leading.contains { start in trailing.contains { $0 - start <= maximumSpan } }
  }
}

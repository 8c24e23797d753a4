import Events

/// A digest that is being made.
struct DigestWork {
  /// What an event has for a field.
  enum Value {
    case code(Int64)
    case values(FieldValues)
  }

  private let request: EventOverviewRequest
  private(set) var hasUnknown: [Bool]
  private var total = 0
  private var bars: [Int64: Int] = [:]
  private var bar = (start: Int64.min, count: 0)
  private var counts: [[Int]]
  private var texts: [[String: Int]]
  private var newest: LatestPlaces

  init(_ request: EventOverviewRequest) {
    self.request = request
    hasUnknown = Array(repeating: false, count: request.fields.count)
    counts = Array(repeating: [], count: request.fields.count)
    texts = Array(repeating: [:], count: request.fields.count)
    newest = LatestPlaces(limit: request.newest)
  }

  mutating func add(seq: Int64, time: Int64?, _ value: (Int) -> Value) {
    total += 1
    newest.add(EventDigest.Place(time: time ?? .min, seq: seq))
    if let time { addTime(time) }
    for field in counts.indices {
      switch value(field) {
      case .code(EventColumns.Mark.unknown): hasUnknown[field] = true
      case .code(let code): addCode(Int(code), field)
      case .values(let values): addTexts(values, field)
      }
    }
  }

  private mutating func addTime(_ time: Int64) {
    let interval = request.interval
    let start = time.floored(toMultipleOf: interval)
    if start != bar.start {
      flush()
      bar.start = start
    }
    bar.count += 1
  }

  private mutating func flush() {
    if bar.count > 0 { bars[bar.start, default: 0] += bar.count }
    bar.count = 0
  }

  private mutating func addCode(_ code: Int, _ field: Int) {
    guard code >= EventColumns.Mark.firstTerm else { return }
    if code >= counts[field].count {
      counts[field] += [Int](
        repeating: 0, count: max(code + 1, 2 * counts[field].count) - counts[field].count)
    }
    counts[field][code] += 1
  }

  /// Counts the values of an event, each once.
  mutating func addTexts(_ values: FieldValues, _ field: Int) {
    for text in Set(values.map(\.text)) {
      guard texts[field].count < EventCounting.maximumValues || texts[field][text] != nil else { continue }
      texts[field][text, default: 0] += 1
    }
  }

  /// The digest, with the hashes of texts that a closure gives.
  mutating func digest(texts hashes: (EventField, [Int64]) throws -> [Int64: Int]) rethrows -> EventDigest {
    flush()
    var digest = EventDigest(tallies: [])
    (digest.total, digest.bars, digest.newest) = (total, bars, newest.finish())
    for (place, field) in request.fields.enumerated() {
      var tally = EventDigest.Tally(texts: texts[place])
      let codes = counts[place].indices.filter { counts[place][$0] > 0 }.map { Int64($0) }
      let hash = try hashes(field, codes)
      tally.coded = codes.compactMap { code in
        hash[code].map { EventDigest.Tally.Coded(hash: $0, code: code, count: counts[place][Int(code)]) }
      }
      digest.tallies.append(tally)
    }
    return digest
  }
}

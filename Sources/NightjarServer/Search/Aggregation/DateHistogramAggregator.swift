import Events
import OrderedCollections

/// Counts hits by intervals of time.
final class DateHistogramAggregator: Aggregator {
  private struct Bucket {
    var count = 0
    let group: AggregationGroup?
  }

  private let request: AggregationRequest
  private let field: String
  private let interval: DateInterval
  private let minimum: Int
  private let bounds: ClosedRange<Timestamp>?
  private let isKeyed: Bool
  private var buckets: [Timestamp: Bucket] = [:]

  init(_ request: AggregationRequest) throws(APIFailure) {
    try request.check([
      "field", "fixed_interval", "calendar_interval", "min_doc_count", "extended_bounds", "hard_bounds", "time_zone",
      "format", "keyed", "order",
    ])
    self.request = request
    field = try request.field()
    interval = try DateInterval(request.parameters, in: request.name)
    minimum = try request.number("min_doc_count", 0, 0...Int.max)
    isKeyed = request.parameters["keyed"]?.bool ?? false
    bounds = try (request.parameters["extended_bounds"] ?? request.parameters["hard_bounds"]).map {
      (value) throws(APIFailure) in
      guard let from = Self.time(value["min"], request.context.now), let to = Self.time(value["max"], request.context.now),
        from <= to
      else { throw .bad("[extended_bounds] of [\(request.name)] needs a [min] and a [max] that follows it") }
      return from...to
    }
  }

  private static func time(_ value: JSON?, _ now: Timestamp) -> Timestamp? {
    if let number = value?.integer { return Timestamp(milliseconds: Int64(number)) }
    return value?.string.flatMap { text in
      Int64(text).flatMap { text.count == 4 ? nil : Timestamp(milliseconds: $0) }
        ?? DateMath(text)?.resolve(now: now)
    }
  }

  func add(_ hit: Hit) throws(APIFailure) {
    var starts: Set<Timestamp> = []
    for value in hit.values(field) {
      guard let time = value.string.flatMap({ Timestamp($0) }) ?? Self.time(value, request.context.now),
        let start = interval.start(of: time)
      else { continue }
      starts.insert(start)
    }
    for start in starts {
      if buckets[start] == nil {
        if !request.hasInner { try request.context.addBucket() }
        buckets[start] = Bucket(group: request.hasInner ? try request.makeGroup() : nil)
      }
      buckets[start]?.count += 1
      try buckets[start]?.group?.add(hit)
    }
  }

  func result() -> JSON {
    let shown = starts().compactMap { start -> (String, JSON)? in
      let bucket = buckets[start]
      guard (bucket?.count ?? 0) >= minimum else { return nil }
      var members: JSONObject = [
        "key_as_string": .string(start.description), "key": .number(JSONNumber(Int(start.milliseconds))),
        "doc_count": .number(JSONNumber(bucket?.count ?? 0)),
      ]
      if let inner = bucket?.group?.result() { members.merge(inner) { $1 } }
      return (start.description, .object(members))
    }
    guard isKeyed else { return ["buckets": .array(shown.map(\.1))] }
    return ["buckets": .object(JSONObject(shown, uniquingKeysWith: { $1 }))]
  }

  /// The starts of buckets in order; empty ones between others are shown when no hits are needed.
  private func starts() -> [Timestamp] {
    let found = buckets.keys.sorted()
    guard minimum == 0 else { return found }
    let first = [found.first, bounds.flatMap { interval.start(of: $0.lowerBound) }].compactMap(\.self).min()
    let last = [found.last, bounds.flatMap { interval.start(of: $0.upperBound) }].compactMap(\.self).max()
    guard let first, let last else { return [] }
    var starts: [Timestamp] = []
    var next: Timestamp? = first
    while let start = next, start <= last, starts.count < AggregationContext.maximumBuckets {
      starts.append(start)
      next = interval.next(after: start)
    }
    return starts
  }
}

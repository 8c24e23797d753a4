import Events
import OrderedCollections

/// Counts hits by combinations of values, page by page.
final class CompositeAggregator: Aggregator {
  private static let maximumCombinations = 50_000

  private struct Source {
    let name: String
    let field: String
    let interval: DateInterval?
    let isDescending: Bool
    let allowsMissing: Bool

    func values(_ hit: Hit, _ types: FieldTypes) -> [JSON] {
      var values = hit.values(field)
      if let interval {
        values = values.compactMap { value in
          value.string.flatMap { Timestamp($0) }.flatMap { interval.start(of: $0) }.map {
            .number(JSONNumber(Int($0.milliseconds)))
          }
        }
      }
      let unique = Array(Set(values))
      return unique.isEmpty && allowsMissing ? [.null] : unique
    }
  }

  private struct Bucket {
    var count = 0
    let group: AggregationGroup
  }

  private let request: AggregationRequest
  private let sources: [Source]
  private let size: Int
  private let after: [JSON]?
  private var buckets: [[JSON]: Bucket] = [:]

  init(_ request: AggregationRequest) throws(APIFailure) {
    try request.check(["sources", "size", "after"])
    self.request = request
    size = try request.number("size", 10, 1...AggregationContext.maximumBuckets)
    guard let elements = request.parameters["sources"]?.array, (1...8).contains(elements.count) else {
      throw .bad("Composite [\(request.name)] needs 1 to 8 [sources]")
    }
    var sources: [Source] = []
    for element in elements { sources.append(try Self.source(element, request.name)) }
    self.sources = sources
    let position = request.parameters["after"]
    after = position.map { position in sources.map { position[$0.name] ?? .null } }
  }

  private static func source(_ element: JSON, _ aggregation: String) throws(APIFailure) -> Source {
    guard let (name, body) = element.object?.elements.first, element.object?.count == 1,
      let (kind, parameters) = body.object?.elements.first, body.object?.count == 1,
      let field = parameters["field"]?.string
    else { throw .bad("a source of [\(aggregation)] must name one type with a field") }
    let interval: DateInterval?
    switch kind {
    case "terms": interval = nil
    case "date_histogram": interval = try DateInterval(parameters.object ?? [:], in: name)
    default: throw .bad("the source [\(kind)] of [\(aggregation)] is not supported")
    }
    return Source(
      name: name, field: field, interval: interval, isDescending: parameters["order"]?.string == "desc",
      allowsMissing: parameters["missing_bucket"]?.bool ?? false)
  }

  func add(_ hit: Hit) throws(APIFailure) {
    var keys: [[JSON]] = [[]]
    for source in sources {
      let values = source.values(hit, request.context.types)
      keys = keys.flatMap { key in values.map { key + [$0] } }
      guard keys.count <= 10_000 else { throw .bad("a document has too many combinations of values for [\(request.name)]") }
    }
    for key in keys {
      if let after, compare(key, after) <= 0 { continue }
      if buckets[key] == nil {
        // Only the first page is shown: when there are many more, the last ones go.
        if buckets.count >= max(size * 2, Self.maximumCombinations) { trim() }
        buckets[key] = Bucket(group: try request.makeGroup())
      }
      buckets[key]?.count += 1
      try buckets[key]?.group.add(hit)
    }
  }

  private func trim() {
    for key in sortedKeys().dropFirst(size) { buckets[key] = nil }
  }

  private func sortedKeys() -> [[JSON]] { buckets.keys.sorted { compare($0, $1) < 0 } }

  private func compare(_ left: [JSON], _ right: [JSON]) -> Int {
    for (place, source) in sources.enumerated() {
      let (a, b) = (left[place], right[place])
      if a == b { continue }
      return SortKey.precedes(a, b) != source.isDescending ? -1 : 1
    }
    return 0
  }

  func result() -> JSON {
    let page = sortedKeys().prefix(size)
    func shown(_ key: [JSON]) -> JSON {
      .object(JSONObject(zip(sources.map(\.name), key).map { ($0, $1) }, uniquingKeysWith: { $1 }))
    }
    var result: JSONObject = [:]
    if let last = page.last { result["after_key"] = shown(last) }
    result["buckets"] = .array(
      page.map { key in
        var members: JSONObject = ["key": shown(key), "doc_count": .number(JSONNumber(buckets[key]?.count ?? 0))]
        if let inner = buckets[key]?.group.result() { members.merge(inner) { $1 } }
        return .object(members)
      })
    return .object(result)
  }
}

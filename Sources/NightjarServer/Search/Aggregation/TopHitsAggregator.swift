import Events
import OrderedCollections

/// The first hits of a bucket.
final class TopHitsAggregator: Aggregator {
  private let request: SearchRequest
  private let types: FieldTypes
  private var top: TopHits
  private var count = 0

  init(_ request: AggregationRequest) throws(APIFailure) {
    try request.check(["size", "from", "sort", "_source", "fields", "docvalue_fields"], allowsInner: false)
    let size = try request.number("size", 3, 0...100)
    var search = try SearchRequest(
      .object(request.parameters), parameters: FormBody(""), types: request.context.types, now: request.context.now)
    search.size = size
    self.request = search
    types = request.context.types
    top = TopHits(keys: search.sort, limit: search.from + size, after: nil, types: request.context.types)
  }

  func add(_ hit: Hit) throws(APIFailure) {
    count += 1
    top.add(hit)
  }

  func result() -> JSON {
    let hits = top.finish().dropFirst(request.from)
    return [
      "hits": [
        "total": ["value": .number(JSONNumber(count)), "relation": "eq"],
        "max_score": request.sort.isEmpty && !hits.isEmpty ? 1.0 : .null,
        "hits": .array(hits.map { SearchRunner.shown($0.hit, $0.values, request, types) }),
      ]
    ]
  }
}

import Events
import OrderedCollections
import Query
import Storage

/// Answers searches over one snapshot of the store.
struct SearchRunner {
  let reader: StoreReader
  let types: FieldTypes
  let now: Timestamp

  /// Answers a search.
  ///
  /// - Throws: `APIFailure` when an aggregation is wrong or not supported; `StoreError`.
  func run(_ request: SearchRequest, _ target: SearchTarget) throws -> JSONObject {
    let hits = HitReader(reader, target, request.condition, types: types)
    let shown = request.postFilter.map {
      HitReader(reader, target, .conjunction([request.condition, $0]), types: types)
    } ?? hits
    var body: JSONObject = [
      "took": 0, "timed_out": false, "_shards": ["total": 1, "successful": 1, "skipped": 0, "failed": 0],
    ]
    var section: JSONObject = [:]
    if let total = try total(request, shown) { section["total"] = total }
    let found = try top(request, shown)
    section["max_score"] = request.sort.isEmpty && !found.isEmpty ? 1.0 : .null
    section["hits"] = .array(found.map { Self.shown($0.hit, $0.values, request, types) })
    body["hits"] = .object(section)
    if !request.aggregations.isEmpty {
      body["aggregations"] = .object(try aggregations(request, hits))
    }
    return body
  }

  private func total(_ request: SearchRequest, _ hits: HitReader) throws -> JSON? {
    switch request.total {
    case .none: return nil
    case .exact: return ["value": .number(JSONNumber(try hits.count())), "relation": "eq"]
    case .upTo(let limit):
      let count = try hits.count()
      return [
        "value": .number(JSONNumber(min(count, limit))), "relation": count > limit ? "gte" : "eq",
      ]
    }
  }

  private func top(_ request: SearchRequest, _ hits: HitReader) throws -> [(values: [JSON], hit: Hit)] {
    guard request.size > 0 else { return [] }
    let limit = request.from + request.size
    var top = TopHits(keys: request.sort, limit: limit, after: request.after, types: types)
    if let order = Self.storeOrder(request.sort) {
      // The store hands hits out in this order: the first ones suffice.
      try hits.forEach(order) { hit in
        top.add(hit)
        return top.hits.count < limit
      }
    } else {
      try hits.forEach(.arrival) { hit in
        top.add(hit)
        return true
      }
    }
    return Array(top.finish().dropFirst(request.from))
  }

  /// The order in which the store can hand out hits so that the first are those of a sort; nil when it has none.
  private static func storeOrder(_ sort: [SortKey]) -> HitReader.Order? {
    guard let first = sort.first else { return .arrival }
    if first.isArrival || first.field == "event.ingested", !first.isDescending, sort.count == 1 { return .arrival }
    // Times of keys are in milliseconds, those of the store in nanoseconds: a second key would order otherwise.
    guard first.field == "@timestamp", sort.count == 1, first.missingFirst == !first.isDescending || !first.missingFirst
    else { return nil }
    return first.isDescending ? .timeDescending : nil
  }

  /// A hit as it is shown.
  static func shown(_ hit: Hit, _ values: [JSON], _ request: SearchRequest, _ types: FieldTypes) -> JSON {
    var shown: JSONObject = [
      "_index": .string(hit.index), "_id": .string(hit.id), "_score": request.sort.isEmpty ? 1.0 : .null,
    ]
    if request.source.isShown { shown["_source"] = .object(request.source.apply(hit.document)) }
    if !request.fields.isEmpty { shown["fields"] = .object(request.fields.values(hit.document, types: types)) }
    if !request.sort.isEmpty { shown["sort"] = .array(values) }
    return .object(shown)
  }

  private func aggregations(_ request: SearchRequest, _ hits: HitReader) throws -> JSONObject {
    let context = AggregationContext(types: types, now: now)
    let group = try AggregationGroup(request.aggregations.map { ($0.key, $0.value) }, context, depth: 0)
    try hits.forEach(.arrival) { hit in
      try group.add(hit)
      return true
    }
    return group.result()
  }
}

import CloudTrail
import Detection
import Events
import OrderedCollections
import Query
import Storage

/// A request to `_eql/search`.
struct EQLSearch: Sendable {
  private let query: EQLQuery
  private let filter: Expression
  private let size: Int
  private let isTail: Bool
  private let fields: FieldRequests
  private let types: FieldTypes
  private let now: Timestamp

  private static let known: Set<String> = [
    "query", "filter", "size", "fetch_size", "fields", "result_position", "event_category_field", "timestamp_field",
    "tiebreaker_field", "wait_for_completion_timeout", "keep_on_completion", "keep_alive", "case_sensitive",
    "allow_partial_search_results", "allow_partial_sequence_results", "max_samples_per_key",
  ]

  /// Reads a request.
  ///
  /// - Throws: `APIFailure` naming what is wrong or not supported.
  init(_ body: JSON?, types: FieldTypes, now: Timestamp) throws(APIFailure) {
    guard let members = body?.object, let text = members["query"]?.string else {
      throw .bad("query is null or empty", type: "action_request_validation_exception")
    }
    if let unknown = members.keys.first(where: { !Self.known.contains($0) }) {
      throw .bad("[eql_search] unknown field [\(unknown)]", type: "x_content_parse_exception")
    }
    for (field, standard) in [("event_category_field", "event.category"), ("timestamp_field", "@timestamp")] {
      guard members[field]?.string ?? standard == standard else {
        throw .bad("[\(field)] can only be [\(standard)]")
      }
    }
    do throws(QuerySyntaxError) {
      query = try EQLParser.parse(text)
    } catch {
      throw .bad("\(error)", type: "parsing_exception")
    }
    filter = try members["filter"].map { (filter) throws(APIFailure) in
      try QueryDSL.expression(filter, types: types, now: now)
    } ?? .all
    size = members["size"]?.integer ?? 10
    guard (0...SearchRequest.maximumWindow).contains(size) else {
      throw .bad("[size] must lie between 0 and \(SearchRequest.maximumWindow)")
    }
    isTail = members["result_position"]?.string != "head"
    fields = try FieldRequests(members["fields"])
    self.types = types
    self.now = now
  }

  /// Answers the request over one snapshot of the store.
  ///
  /// - Throws: `APIFailure` when a value does not fit its field; `StoreError`.
  func run(_ reader: StoreReader, _ target: SearchTarget, mapper: ECSMapper) throws -> JSONObject {
    let search: EventSearch
    do throws(EQLCompileError) {
      search = try EventSearch(query, types: types, now: now, mapper: mapper)
    } catch {
      throw APIFailure.bad("\(error)", type: "verification_exception")
    }
    let feed = StoreFeed(
      HitReader(reader, target, .conjunction([filter, search.condition]), types: types))
    try feed.feed(search.collector)
    let (groups, warnings) = search.found()
    let page = isTail ? groups.suffix(size) : groups.prefix(size)
    let isSingle = if case .event = query.search { true } else { false }
    let shown = page.map { group -> JSON in
      let events = group.map { self.shown($0, feed) }
      guard isSingle else { return ["join_keys": .array(joinKeys(group)), "events": .array(events)] }
      return events.first ?? .null
    }
    return [
      "is_partial": .bool(!warnings.isEmpty), "is_running": false, "took": 0, "timed_out": false,
      "hits": [
        "total": ["value": .number(JSONNumber(page.count)), "relation": "eq"],
        isSingle ? "events" : "sequences": .array(shown),
      ],
    ]
  }

  private func shown(_ found: EventSearch.Found, _ feed: StoreFeed) -> JSON {
    var document = found.document
    var shown: JSONObject = [:]
    if found.number >= 0, found.number < feed.kept.count {
      let kept = feed.kept[found.number]
      shown = ["_index": .string(kept.index), "_id": .string(kept.id)]
      if let arrived = kept.arrived { document.setIngested(arrived) }
    }
    shown["_source"] = .object(document)
    if !fields.isEmpty { shown["fields"] = .object(fields.values(document, types: types)) }
    return .object(shown)
  }

  /// The values of the keys that join a sequence or a sample.
  private func joinKeys(_ group: [EventSearch.Found]) -> [JSON] {
    guard let keys = query.terms.first?.keys, let first = group.first else { return [] }
    return keys.map { key in
      var values: [JSON] = []
      let path = key.path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      JSON.object(first.document).forEachScalar(at: path[...]) { values.append($0) }
      return values.first ?? .null
    }
  }
}

import Events
import OrderedCollections
import Query

/// A request to `_search`.
struct SearchRequest: Sendable {
  /// The most hits that one request can reach, as `index.max_result_window`.
  static let maximumWindow = 10_000

  /// How exactly hits are counted.
  enum Total: Sendable, Hashable {
    case none
    case exact
    case upTo(Int)
  }

  var condition: Expression
  var postFilter: Expression?
  var sort: [SortKey]
  var from: Int
  var size: Int
  var after: [JSON]?
  var source: SourceFilter
  var fields: FieldRequests
  var total: Total
  var aggregations: JSONObject

  private static let known: Set<String> = [
    "query", "post_filter", "sort", "from", "size", "search_after", "_source", "fields", "docvalue_fields",
    "stored_fields", "track_total_hits", "aggs", "aggregations", "timeout", "version", "seq_no_primary_term",
    "track_scores", "min_score", "explain", "terminate_after", "runtime_mappings", "highlight", "script_fields",
    "indices_boost", "stats",
  ]
  /// What changes nothing in the result here.
  private static let ignored: Set<String> = [
    "timeout", "version", "seq_no_primary_term", "track_scores", "stored_fields", "indices_boost", "stats",
  ]
  private static let understood: Set<String> = [
    "query", "post_filter", "sort", "from", "size", "search_after", "_source", "fields", "docvalue_fields",
    "track_total_hits", "aggs", "aggregations",
  ]

  /// Reads a request.
  ///
  /// - Parameters:
  ///   - body: The body; nil when there is none.
  ///   - parameters: The parameters of the URL.
  ///   - types: The types of fields.
  ///   - now: The time that date maths refers to.
  /// - Throws: `APIFailure` naming what is wrong or not supported.
  init(_ body: JSON?, parameters: FormBody, types: FieldTypes, now: Timestamp) throws(APIFailure) {
    let members = try Self.members(body)
    condition = try Self.condition(members, parameters, types, now)
    postFilter = try members["post_filter"].map { (query) throws(APIFailure) in
      try QueryDSL.expression(query, types: types, now: now)
    }
    sort = try SortKey.keys(members["sort"] ?? parameters["sort"].map { text in
      .array(text.split(separator: ",").map { .string(String($0)) })
    })
    from = try Self.number("from", members["from"], parameters["from"], 0)
    size = try Self.number("size", members["size"], parameters["size"], 10)
    guard from >= 0, size >= 0, from + size <= Self.maximumWindow else {
      throw .bad(
        "Result window is too large, from + size must be less than or equal to: [\(Self.maximumWindow)] but was "
          + "[\(from + size)]; use search_after")
    }
    after = members["search_after"]?.array
    source = try SourceFilter(members["_source"], parameters: parameters)
    fields = try FieldRequests(members["fields"] ?? members["docvalue_fields"])
    total = try Self.total(members["track_total_hits"], parameters["track_total_hits"])
    aggregations = members["aggs"]?.object ?? members["aggregations"]?.object ?? [:]
    guard after == nil || after?.count == sort.count && from == 0 else {
      throw .bad("search_after must have as many values as sort has keys, and from must be 0")
    }
  }

  private static func members(_ body: JSON?) throws(APIFailure) -> JSONObject {
    guard let body else { return [:] }
    guard let members = body.object else { throw .bad("the body must be an object", type: "parsing_exception") }
    for (key, value) in members {
      guard known.contains(key) else {
        throw .bad("unknown query [\(key)] in the body of a search", type: "parsing_exception")
      }
      guard understood.contains(key) || ignored.contains(key) || value == .null || value == false || value == [:]
        || value == []
      else { throw .bad("[\(key)] is not supported in a search", type: "parsing_exception") }
    }
    return members
  }

  private static func condition(
    _ members: JSONObject, _ parameters: FormBody, _ types: FieldTypes, _ now: Timestamp
  ) throws(APIFailure) -> Expression {
    var parts: [Expression] = []
    if let query = members["query"] { parts.append(try QueryDSL.expression(query, types: types, now: now)) }
    if let text = parameters["q"] {
      var query: JSONObject = ["query": .string(text)]
      if let field = parameters["df"] { query["default_field"] = .string(field) }
      if let join = parameters["default_operator"] { query["default_operator"] = .string(join) }
      parts.append(try QueryDSL.expression(["query_string": .object(query)], types: types, now: now))
    }
    return .conjunction(parts)
  }

  private static func number(
    _ name: String, _ value: JSON?, _ parameter: String?, _ standard: Int
  ) throws(APIFailure) -> Int {
    guard value != nil || parameter != nil else { return standard }
    guard let number = value?.integer ?? value?.string.flatMap({ Int($0) }) ?? parameter.flatMap({ Int($0) }),
      (0...1_000_000).contains(number)
    else { throw .bad("[\(name)] must be a whole number that is not negative") }
    return number
  }

  private static func total(_ value: JSON?, _ parameter: String?) throws(APIFailure) -> Total {
    switch value ?? parameter.map({ Int($0).map { .number(JSONNumber($0)) } ?? .bool($0 != "false") }) {
    case nil: return .upTo(10_000)
    case .bool(let flag)?: return flag ? .exact : .none
    case .number(let number)?:
      guard let limit = number.integer, limit >= -1 else { break }
      return limit < 0 ? .exact : .upTo(limit)
    default: break
    }
    throw .bad("[track_total_hits] must be a boolean or a whole number")
  }
}

/// Conditions in Elasticsearch's query language, with failures as Elasticsearch words them.
enum QueryDSL {
  /// The meaning of a query.
  ///
  /// - Throws: `APIFailure` naming what is wrong or not supported.
  static func expression(_ query: JSON, types: FieldTypes, now: Timestamp) throws(APIFailure) -> Expression {
    guard query != [:] else { return .all }
    do throws(DSLFilterError) {
      return try DSLFilter.expression(from: ["query": query], types: types, now: now)
    } catch {
      throw .bad(error.message, type: "parsing_exception")
    }
  }
}

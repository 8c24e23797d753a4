import Events
import OrderedCollections

/// Aggregations beside each other, by their names.
final class AggregationGroup {
  private let members: [(name: String, aggregator: any Aggregator)]

  /// Reads aggregations.
  ///
  /// - Throws: `APIFailure` naming what is wrong or not supported.
  init(_ bodies: [(String, JSON)], _ context: AggregationContext, depth: Int) throws(APIFailure) {
    guard depth < AggregationContext.maximumDepth else { throw .bad("aggregations are nested too deep") }
    var members: [(String, any Aggregator)] = []
    for (name, body) in bodies { members.append((name, try Self.aggregator(name, body, context, depth))) }
    self.members = members
  }

  /// Looks at a hit.
  func add(_ hit: Hit) throws(APIFailure) {
    for member in members { try member.aggregator.add(hit) }
  }

  /// The results by name.
  func result() -> JSONObject {
    var result: JSONObject = [:]
    for member in members { result[member.name] = member.aggregator.result() }
    return result
  }

  private static func aggregator(
    _ name: String, _ body: JSON, _ context: AggregationContext, _ depth: Int
  ) throws(APIFailure) -> any Aggregator {
    guard let members = body.object else {
      throw .bad("the aggregation [\(name)] must be an object", type: "parsing_exception")
    }
    let inner = members["aggs"]?.object ?? members["aggregations"]?.object ?? [:]
    let kinds = members.filter { !["aggs", "aggregations", "meta"].contains($0.key) }
    guard kinds.count == 1, let (kind, parameters) = kinds.elements.first else {
      throw .bad("the aggregation [\(name)] must have one type", type: "parsing_exception")
    }
    // The inner aggregations are read once here, so that what is wrong with them shows without any hit.
    let bodies = Array(inner.map { ($0.key, $0.value) })
    _ = try AggregationGroup(bodies, context, depth: depth + 1)
    let makeGroup = { () throws(APIFailure) -> AggregationGroup in
      try context.addBucket()
      return try AggregationGroup(bodies, context, depth: depth + 1)
    }
    let request = AggregationRequest(
      name: name, kind: kind, parameters: parameters.object ?? [:], context: context, hasInner: !inner.isEmpty,
      makeGroup: makeGroup)
    switch kind {
    case "terms": return try TermsAggregator(request)
    case "date_histogram": return try DateHistogramAggregator(request)
    case "filter", "filters": return try FilterAggregator(request)
    case "composite": return try CompositeAggregator(request)
    case "top_hits": return try TopHitsAggregator(request)
    case "cardinality", "min", "max", "avg", "sum", "value_count", "stats", "missing":
      return try MetricAggregator(request)
    default:
      throw .bad("Unknown aggregation type [\(kind)] of [\(name)]", type: "parsing_exception")
    }
  }
}

/// An aggregation as it was asked for.
struct AggregationRequest {
  let name: String
  let kind: String
  let parameters: JSONObject
  let context: AggregationContext
  let hasInner: Bool
  let makeGroup: () throws(APIFailure) -> AggregationGroup

  /// Refuses parameters that are not understood, and inner aggregations where there can be none.
  func check(_ known: Set<String>, allowsInner: Bool = true) throws(APIFailure) {
    if let unknown = parameters.keys.first(where: { !known.contains($0) }) {
      throw .bad("[\(kind)] unknown field [\(unknown)] in [\(name)]", type: "x_content_parse_exception")
    }
    if hasInner, !allowsInner {
      throw .bad("Aggregator [\(name)] of type [\(kind)] cannot accept sub-aggregations", type: "aggregation_initialization_exception")
    }
  }

  /// The field that is aggregated.
  func field() throws(APIFailure) -> String {
    guard let field = parameters["field"]?.string else {
      throw .bad("Required one of fields [field], but none were specified in [\(name)]")
    }
    return field
  }

  func number(_ key: String, _ standard: Int, _ range: ClosedRange<Int>) throws(APIFailure) -> Int {
    guard let value = parameters[key] else { return standard }
    guard let number = value.integer, range.contains(number) else {
      throw .bad("[\(key)] of [\(name)] must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}

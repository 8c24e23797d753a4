import Events
import OrderedCollections

/// Counts hits by the values of a field.
final class TermsAggregator: Aggregator {
  /// The values beyond which further ones are counted together.
  private static let maximumValues = 50_000

  private struct Bucket {
    var count = 0
    let group: AggregationGroup?
  }

  private let request: AggregationRequest
  private let field: String
  private let size: Int
  private let minimum: Int
  private let missing: JSON?
  private let order: [(key: String, isDescending: Bool)]
  private var buckets: OrderedDictionary<JSON, Bucket> = [:]
  private var other = 0

  init(_ request: AggregationRequest) throws(APIFailure) {
    try request.check([
      "field", "size", "shard_size", "order", "min_doc_count", "missing", "show_term_doc_count_error", "execution_hint",
      "collect_mode",
    ])
    self.request = request
    field = try request.field()
    size = try request.number("size", 10, 1...AggregationContext.maximumBuckets)
    minimum = try request.number("min_doc_count", 1, 1...Int.max)
    missing = request.parameters["missing"]
    var order: [(String, Bool)] = []
    for element in request.parameters["order"].map({ $0.array ?? [$0] }) ?? [["_count": "desc"]] {
      for (key, direction) in element.object ?? [:] {
        guard ["_count", "_key"].contains(key) || request.hasInner else {
          throw .bad("Invalid aggregation order path [\(key)] of [\(request.name)]")
        }
        order.append((key, direction.string == "desc"))
      }
    }
    self.order = order
  }

  func add(_ hit: Hit) throws(APIFailure) {
    var values = Set(hit.values(field))
    if values.isEmpty, let missing { values = [missing] }
    for value in values.sorted(by: { SortKey.precedes($0, $1) }) {
      if buckets[value] == nil {
        guard buckets.count < Self.maximumValues else {
          other += 1
          continue
        }
        buckets[value] = Bucket(group: request.hasInner ? try request.makeGroup() : nil)
      }
      buckets[value]?.count += 1
      try buckets[value]?.group?.add(hit)
    }
  }

  func result() -> JSON {
    let shown = buckets.filter { $0.value.count >= minimum }.map { key, bucket in
      (key: key, count: bucket.count, inner: bucket.group?.result() ?? [:])
    }
    let sorted = shown.sorted { precedes($0, $1) }
    let rest = sorted.dropFirst(size).reduce(other) { $0 + $1.count }
    return [
      "doc_count_error_upper_bound": 0, "sum_other_doc_count": .number(JSONNumber(rest)),
      "buckets": .array(
        sorted.prefix(size).map { bucket in
          var members = Self.key(bucket.key, request.context.types.type(of: field))
          members["doc_count"] = .number(JSONNumber(bucket.count))
          members.merge(bucket.inner) { $1 }
          return .object(members)
        }),
    ]
  }

  private func precedes(
    _ left: (key: JSON, count: Int, inner: JSONObject), _ right: (key: JSON, count: Int, inner: JSONObject)
  ) -> Bool {
    for (key, isDescending) in order {
      let (a, b): (JSON, JSON) =
        switch key {
        case "_count": (.number(JSONNumber(left.count)), .number(JSONNumber(right.count)))
        case "_key": (left.key, right.key)
        default: (left.inner[metric: key], right.inner[metric: key])
        }
      if a == b { continue }
      return SortKey.precedes(a, b) != isDescending
    }
    return SortKey.precedes(left.key, right.key)
  }

  /// The members that name a bucket.
  static func key(_ value: JSON, _ type: FieldType) -> JSONObject {
    switch value {
    case .bool(let flag): ["key": flag ? 1 : 0, "key_as_string": .string(flag ? "true" : "false")]
    case .string(let text) where type == .date:
      if let time = Timestamp(text) {
        ["key": .number(JSONNumber(Int(time.milliseconds))), "key_as_string": .string(time.description)]
      } else {
        ["key": value]
      }
    default: ["key": value]
    }
  }
}

extension JSONObject {
  /// The value of an inner metric by its path, such as `latest` or `numbers.max`.
  subscript(metric path: String) -> JSON {
    let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
    guard let first = parts.first, let inner = self[first] else { return .null }
    return inner[parts.count == 2 ? parts[1] : "value"] ?? inner["doc_count"] ?? .null
  }
}

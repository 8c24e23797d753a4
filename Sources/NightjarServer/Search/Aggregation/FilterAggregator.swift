import Events
import OrderedCollections
import Query

/// Counts the hits that match conditions.
final class FilterAggregator: Aggregator {
  private final class Bucket {
    let name: String
    let query: Int
    let group: AggregationGroup
    var count = 0

    init(name: String, query: Int, group: AggregationGroup) {
      self.name = name
      self.query = query
      self.group = group
    }
  }

  private let isSingle: Bool
  private let isKeyed: Bool
  private let buckets: [Bucket]
  private let matcher: Matcher
  private let source: DocumentSource
  private let otherName: String?
  private let other: Bucket?

  init(_ request: AggregationRequest) throws(APIFailure) {
    isSingle = request.kind == "filter"
    var filters: [(String, JSON)] = []
    var isKeyed = false
    if isSingle {
      filters = [("", .object(request.parameters))]
      otherName = nil
    } else {
      try request.check(["filters", "other_bucket", "other_bucket_key", "keyed"])
      switch request.parameters["filters"] {
      case .object(let members)?:
        isKeyed = true
        filters = members.map { ($0.key, $0.value) }
      case .array(let elements)?: filters = elements.map { ("", $0) }
      default: throw .bad("[filters] of [\(request.name)] must be an object or a list", type: "parsing_exception")
      }
      let key = request.parameters["other_bucket_key"]?.string
      otherName = key ?? (request.parameters["other_bucket"]?.bool == true ? "_other_" : nil)
    }
    self.isKeyed = isKeyed
    var builder = ProgramBuilder(types: request.context.types)
    var buckets: [Bucket] = []
    for (name, query) in filters {
      let expression = try QueryDSL.expression(query, types: request.context.types, now: request.context.now)
        .renamingField("_id", to: "kibana.alert.uuid")
      let number = builder.add(expression, onRequest: true)
      buckets.append(Bucket(name: name, query: number, group: try request.makeGroup()))
    }
    self.buckets = buckets
    other = try otherName.map { (name) throws(APIFailure) in
      Bucket(name: name, query: -1, group: try request.makeGroup())
    }
    let program = builder.build()
    matcher = Matcher(program: program)
    source = DocumentSource(catalog: program.catalog)
  }

  func add(_ hit: Hit) throws(APIFailure) {
    source.move(to: hit.document)
    var isElsewhere = true
    for bucket in buckets where matcher.matches(query: bucket.query, source) {
      isElsewhere = false
      bucket.count += 1
      try bucket.group.add(hit)
    }
    if isElsewhere, let other {
      other.count += 1
      try other.group.add(hit)
    }
  }

  func result() -> JSON {
    func shown(_ bucket: Bucket) -> JSON {
      var members: JSONObject = ["doc_count": .number(JSONNumber(bucket.count))]
      members.merge(bucket.group.result()) { $1 }
      return .object(members)
    }
    if isSingle, let bucket = buckets.first { return shown(bucket) }
    let all = buckets + (other.map { [$0] } ?? [])
    guard isKeyed else { return ["buckets": .array(all.map(shown))] }
    return ["buckets": .object(JSONObject(all.map { ($0.name, shown($0)) }, uniquingKeysWith: { $1 }))]
  }
}

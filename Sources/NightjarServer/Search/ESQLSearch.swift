import CloudTrail
import Detection
import Events
import OrderedCollections
import Query
import Storage

/// A request to `_query`.
struct ESQLSearch: Sendable {
  /// How many rows there are without LIMIT, and at most.
  private static let standardRows = 1000
  private static let maximumRows = 10_000

  private let plan: ESQLPlan
  private let limit: Int
  private let filter: Expression
  private let isColumnar: Bool
  private let types: FieldTypes
  private let now: Timestamp

  private static let known: Set<String> = [
    "query", "columnar", "filter", "params", "locale", "profile", "include_ccs_metadata",
    "include_execution_metadata",
    "allow_partial_results", "wait_for_completion_timeout", "keep_alive", "keep_on_completion",
  ]

  /// Reads a request.
  ///
  /// - Throws: `APIFailure` naming what is wrong or not supported.
  init(_ body: JSON?, types: FieldTypes, now: Timestamp) throws(APIFailure) {
    guard let members = body?.object, let text = members["query"]?.string else {
      throw .bad("[query] is required", type: "action_request_validation_exception")
    }
    if let unknown = members.keys.first(where: { !Self.known.contains($0) }) {
      throw .bad("[esql/query] unknown field [\(unknown)]", type: "x_content_parse_exception")
    }
    if let parameters = members["params"]?.array, !parameters.isEmpty {
      throw .bad("[params] is not supported: write the values into the query")
    }
    do {
      let query = try ESQLParser.parse(text)
      plan = try ESQLCompiler(types: types, now: now).compile(query)
      let isLimited = query.commands.contains { if case .limit = $0 { true } else { false } }
      limit = isLimited ? Self.maximumRows : Self.standardRows
    } catch let error as ESQLCompileError {
      throw .bad("\(error)", type: "verification_exception")
    } catch {
      throw .bad("\(error)", type: "parsing_exception")
    }
    filter =
      try members["filter"].map { (filter) throws(APIFailure) in
        try QueryDSL.expression(filter, types: types, now: now)
      } ?? .all
    isColumnar = members["columnar"]?.bool ?? false
    self.types = types
    self.now = now
  }

  /// Answers the request over one snapshot of the store.
  ///
  /// - Throws: `APIFailure`, `StoreError`.
  func run(_ reader: StoreReader, mapper: ECSMapper) throws -> (body: JSONObject, warnings: [String]) {
    let search = TableSearch(plan, types: types, now: now, mapper: mapper)
    if !plan.indices.isEmpty {
      let target = try SearchTarget(plan.indices.joined(separator: ","))
      let condition = Expression.conjunction([filter, plan.prefilter])
      try StoreFeed(HitReader(reader, target, condition, types: types)).feed(search.collector)
    }
    var (rows, warnings) = search.results()
    if rows.count > limit {
      rows.removeLast(rows.count - limit)
      if limit == Self.standardRows {
        warnings.append("No limit defined, adding default limit of [\(limit)]")
      }
    }
    let columns = self.columns(rows)
    let body: JSONObject = [
      "took": 0, "is_partial": .bool(search.isIncomplete),
      "columns": .array(columns.map { ["name": .string($0.name), "type": .string($0.type)] }),
      "values": .array(values(rows, columns.map(\.name))),
    ]
    return (body, warnings)
  }

  private func values(_ rows: [JSONObject], _ names: [String]) -> [JSON] {
    if isColumnar { return names.map { name in .array(rows.map { $0[name] ?? .null }) } }
    return rows.map { row in .array(names.map { row[$0] ?? .null }) }
  }

  /// The columns of the plan; where it shows whole events, also their fields by name.
  private func columns(_ rows: [JSONObject]) -> [(name: String, type: String)] {
    var columns = plan.columns.map { (name: $0.name, type: $0.type.rawValue) }
    guard plan.showsSource else { return columns }
    let named = Set(columns.map(\.name))
    let others = Set(rows.flatMap(\.keys)).subtracting(named).sorted()
    columns += others.map { ($0, ESQLSearch.type(types.type(of: $0))) }
    return columns
  }

  private static func type(_ type: FieldType) -> String {
    switch type {
    case .keyword, .constantKeyword, .wildcard, .flattened, .nested, .object: "keyword"
    case .text, .matchOnlyText: "text"
    case .date: "date"
    case .ip, .long, .double, .boolean, .version, .geoPoint: type.rawValue
    }
  }
}

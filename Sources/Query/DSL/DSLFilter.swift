public import Events
import OrderedCollections

/// Reads the filters of a rule: Kibana's envelope with Elasticsearch's query DSL inside.
///
/// Source: https://www.elastic.co/docs/reference/query-languages/querydsl. The queries that test fields are supported:
/// `bool`, `term`, `terms`, `match`, `match_phrase`, `exists`, `wildcard`, `prefix`, `range`, `match_all`, `match_none`,
/// `constant_score`, `ids`, `nested`, and `query_string`, `simple_query_string` and `multi_match` where they mean the same
/// as KQL.
public struct DSLFilter {
  private let types: FieldTypes
  private let now: Timestamp
  private static let maximumDepth = 50
  /// The expression for "k of n clauses" grows with the number of choices.
  private static let maximumChoices = 12

  /// The meaning of a filter; a disabled one lets everything pass.
  ///
  /// - Throws: `DSLFilterError` naming the query that is wrong or unsupported.
  public static func expression(from filter: JSON, types: FieldTypes = .standard, now: Timestamp)
    throws(DSLFilterError) -> Expression
  {
    let reader = DSLFilter(types: types, now: now)
    guard let envelope = filter.object else { throw DSLFilterError(message: "a filter must be an object") }
    let meta = envelope["meta"]
    if meta?["disabled"]?.bool == true { return .all }
    let expression = try reader.query(envelope["query"] ?? bare(envelope), depth: 0)
    return meta?["negate"]?.bool == true ? .not(expression) : expression
  }

  /// A query without an envelope: everything but Kibana's own keys.
  private static func bare(_ envelope: JSONObject) -> JSON {
    .object(envelope.filter { $0.key != "meta" && $0.key != "$state" })
  }

  private func query(_ query: JSON, depth: Int) throws(DSLFilterError) -> Expression {
    guard depth < Self.maximumDepth else { throw DSLFilterError(message: "the query is nested too deep") }
    guard let members = query.object, members.count == 1, let (name, body) = members.elements.first else {
      throw DSLFilterError(message: "a query must be an object with one key, its kind")
    }
    switch name {
    case "match_all": return .all
    case "match_none": return .none
    case "bool": return try bool(body, depth: depth)
    case "exists":
      guard let field = body["field"]?.string else { throw DSLFilterError(message: "exists needs a field") }
      return .test(field: field, .exists)
    case "term", "match", "match_phrase", "wildcard", "prefix", "range", "terms":
      return try fieldQuery(name, body)
    case "constant_score":
      guard let inner = body["filter"] else { throw DSLFilterError(message: "constant_score needs a filter") }
      return try self.query(inner, depth: depth + 1)
    case "ids":
      guard let values = body["values"]?.array, values.allSatisfy({ $0.string != nil }) else {
        throw DSLFilterError(message: "ids needs a list of values")
      }
      return .test(field: "_id", .terms(Set(values.compactMap(\.string)), ignoresCase: false))
    case "nested":
      guard let path = body["path"]?.string, let inner = body["query"] else {
        throw DSLFilterError(message: "nested needs a path and a query")
      }
      return .nested(path: path, try self.query(inner, depth: depth + 1))
    case "query_string", "simple_query_string", "multi_match":
      return try QueryString(name, body, types: types, now: now).expression()
    default:
      throw DSLFilterError(message: "the query \"\(name)\" is not supported")
    }
  }

  // MARK: bool

  private func bool(_ body: JSON, depth: Int) throws(DSLFilterError) -> Expression {
    let known: Set<String> = ["must", "filter", "should", "must_not", "minimum_should_match", "boost"]
    if let unknown = body.object?.keys.first(where: { !known.contains($0) }) {
      throw DSLFilterError(message: "bool does not know \"\(unknown)\"")
    }
    var parts = try clauses(body["must"], depth) + clauses(body["filter"], depth)
    let should = try clauses(body["should"], depth)
    let byDefault = parts.isEmpty && !should.isEmpty ? 1 : 0
    let needed = try neededClauses(body["minimum_should_match"], of: should.count) ?? byDefault
    parts.append(try Self.atLeast(needed, of: should))
    for clause in try clauses(body["must_not"], depth) { parts.append(.not(clause)) }
    return .conjunction(parts)
  }

  /// How many of the `should` clauses must match; a negative number says how many may fail.
  private func neededClauses(_ value: JSON?, of count: Int) throws(DSLFilterError) -> Int? {
    guard let value else { return nil }
    guard let number = value.integer ?? value.string.flatMap({ Int($0) }) else {
      throw DSLFilterError(message: "minimum_should_match must be a whole number")
    }
    return number < 0 ? max(0, count + max(number, -count)) : number
  }

  private static func atLeast(_ needed: Int, of clauses: [Expression]) throws(DSLFilterError) -> Expression {
    if needed <= 0 { return .all }
    if needed > clauses.count { return .none }
    if needed == 1 { return .disjunction(clauses) }
    if needed == clauses.count { return .conjunction(clauses) }
    guard clauses.count <= maximumChoices else {
      throw DSLFilterError(message: "minimum_should_match chooses among more than \(maximumChoices) clauses")
    }
    let rest = Array(clauses.dropFirst())
    let withFirst = Expression.conjunction([clauses[0], try atLeast(needed - 1, of: rest)])
    return .disjunction([withFirst, try atLeast(needed, of: rest)])
  }

  private func clauses(_ value: JSON?, _ depth: Int) throws(DSLFilterError) -> [Expression] {
    guard let value else { return [] }
    var result: [Expression] = []
    for clause in value.array ?? [value] { result.append(try query(clause, depth: depth + 1)) }
    return result
  }

  // MARK: Tests on a field

  private func fieldQuery(_ name: String, _ body: JSON) throws(DSLFilterError) -> Expression {
    let members = body.object?.filter { $0.key != "boost" } ?? [:]
    guard members.count == 1, let (field, parameters) = members.elements.first else {
      throw DSLFilterError(message: "\(name) must name one field")
    }
    try check(parameters, of: name)
    switch name {
    case "range": return try range(field, parameters)
    case "terms":
      guard let values = parameters.array else {
        throw DSLFilterError(message: "terms needs a list of values")
      }
      var parts: [Expression] = []
      for value in values { parts.append(try leaf(field, value, isPhrase: true)) }
      return .disjunction(parts)
    case "wildcard", "prefix": return try pattern(name, field, parameters)
    default:
      let value = parameters["value"] ?? parameters["query"] ?? parameters
      if parameters["case_insensitive"]?.bool == true {
        return .test(field: field, .term(try text(value, name), ignoresCase: true))
      }
      return try leaf(field, value, isPhrase: name != "match")
    }
  }

  /// The parameters that each query may have and that change nothing or are understood.
  private static let parameters: [String: Set<String>] = [
    "term": ["value", "case_insensitive", "boost"], "match": ["query", "boost", "lenient"],
    "match_phrase": ["query", "boost"],
    "wildcard": ["value", "wildcard", "case_insensitive", "boost", "rewrite"],
    "prefix": ["value", "case_insensitive", "boost", "rewrite"],
    "range": ["lt", "lte", "gt", "gte", "boost", "format", "time_zone"],
  ]

  private func check(_ body: JSON, of name: String) throws(DSLFilterError) {
    guard let known = Self.parameters[name],
      let unknown = body.object?.keys.first(where: { !known.contains($0) })
    else { return }
    throw DSLFilterError(
      message: "\(name) does not know \"\(unknown)\", only \(known.sorted().joined(separator: ", "))")
  }

  private func pattern(_ name: String, _ field: String, _ parameters: JSON) throws(DSLFilterError)
    -> Expression
  {
    let value = try text(parameters["value"] ?? parameters["wildcard"] ?? parameters, name)
    let ignoresCase = parameters["case_insensitive"]?.bool ?? false
    let wildcard = name == "prefix" ? Wildcard([.literal(Array(value.utf8)), .any]) : Wildcard(value)
    return .test(field: field, .wildcard(wildcard, ignoresCase: ignoresCase))
  }

  private func range(_ field: String, _ parameters: JSON) throws(DSLFilterError) -> Expression {
    let operators: [(String, KQLRange)] = [
      ("lt", .less), ("lte", .lessOrEqual), ("gt", .greater), ("gte", .greaterOrEqual),
    ]
    if let zone = parameters["time_zone"]?.string, !["Z", "UTC", "+00:00", "Etc/UTC"].contains(zone) {
      throw DSLFilterError(message: "range: the time zone must be UTC; write the offset into the dates")
    }
    let formats: Set<String> = ["strict_date_optional_time", "epoch_millis", "date_time", "strict_date_optional_time_nanos"]
    if let format = parameters["format"]?.string,
      let unknown = format.split(separator: "||").map(String.init).first(where: { !formats.contains($0) })
    {
      throw DSLFilterError(message: "range: the date format \"\(unknown)\" is not supported")
    }
    var parts: [Expression] = []
    for (key, comparison) in operators {
      guard let value = parameters[key] else { continue }
      parts.append(try leaf(field, .range(comparison, .quoted(try text(value, "range")))))
    }
    guard !parts.isEmpty else { throw DSLFilterError(message: "range needs lt, lte, gt or gte") }
    return .conjunction(parts)
  }

  private func leaf(_ field: String, _ value: JSON, isPhrase: Bool) throws(DSLFilterError) -> Expression {
    let text = try text(value, "term")
    return try leaf(field, .value(isPhrase ? .quoted(text) : .plain(text)))
  }

  private func leaf(_ field: String, _ question: FieldNameTest.Question) throws(DSLFilterError) -> Expression
  {
    let leaf = KQLLeaf(field: field, type: types.type(of: field), now: now)
    do throws(KQLCompileError) {
      return try leaf.expression(question)
    } catch {
      throw DSLFilterError(message: "\(error)")
    }
  }

  private func text(_ value: JSON, _ name: String) throws(DSLFilterError) -> String {
    switch value {
    case .string(let text): return text
    case .number(let number): return number.text
    case .bool(let flag): return flag ? "true" : "false"
    case .null, .array, .object: throw DSLFilterError(message: "\(name) needs a text, a number or a boolean")
    }
  }
}

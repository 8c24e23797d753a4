import CloudTrail
import Events
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import OrderedCollections
import Query
import Storage

/// Elasticsearch's read API over events and alerts.
struct SearchRoutes: RouteGroup {
  let services: ServerServices

  private typealias Answer = @Sendable (StoreReader) throws -> JSONObject

  func add(to router: Router<ServerContext>) {
    for method in [HTTPRequest.Method.get, .post] {
      for (path, answer) in [("_search", search), ("_count", count)] {
        router.on(RouterPath("/\(path)"), method: method) { request, context in try await answer(request, context) }
        router.on(RouterPath("/:index/\(path)"), method: method) { request, context in
          try await answer(request, context)
        }
      }
      for path in ["/_msearch", "/:index/_msearch"] {
        router.on(RouterPath(path), method: method) { request, context in try await multiSearch(request, context) }
      }
      for path in ["/_field_caps", "/:index/_field_caps"] {
        router.on(RouterPath(path), method: method) { request, context in try await fields(request, context) }
      }
      router.on("/:index/_eql/search", method: method) { request, context in try await eql(request, context) }
    }
    router.post("/_query") { request, context in try await esql(request, context) }
    for path in ["/_mapping", "/:index/_mapping"] {
      router.get(RouterPath(path)) { request, context in try await mapping(request, context) }
    }
    router.get("/:index/_doc/:id") { request, context in try await document(request, context) }
  }

  private func target(_ context: ServerContext) throws(APIFailure) -> SearchTarget {
    try SearchTarget(context.parameters.get("index")?.removingPercentEncoding)
  }

  private func body(_ request: Request) async throws -> JSON? {
    try await request.json(limit: services.options.maximumBody)
  }

  /// Answers with what a snapshot of the store says; the time it took is part of the answer.
  private func answer(_ request: Request, _ read: @escaping Answer) async throws -> Response {
    let started = services.now()
    var answer = try await services.store.asyncRead { reader in try read(reader) }
    if answer["took"] != nil {
      let milliseconds = (services.now().nanoseconds - started.nanoseconds) / 1_000_000
      answer["took"] = .number(JSONNumber(Int(max(0, milliseconds))))
    }
    return .json(FilterPath(request.parameters["filter_path"]).apply(.object(answer)))
  }

  private func search(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let target = try target(context)
    let types = services.types
    let now = services.now()
    let search = try SearchRequest(try await body(request), parameters: request.parameters, types: types, now: now)
    return try await answer(request) { reader in
      try SearchRunner(reader: reader, types: types, now: now).run(search, target)
    }
  }

  private func count(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let target = try target(context)
    let types = services.types
    let search = try SearchRequest(
      try await body(request), parameters: request.parameters, types: types, now: services.now())
    return try await answer(request) { reader in
      let count = try HitReader(reader, target, search.condition, types: types).count()
      return [
        "count": .number(JSONNumber(count)),
        "_shards": ["total": 1, "successful": 1, "skipped": 0, "failed": 0],
      ]
    }
  }

  /// Pairs of lines: where to search, and what for. Each is answered on its own.
  private func multiSearch(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let text = String(buffer: try await request.content(limit: services.options.maximumBody))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let types = services.types
    let now = services.now()
    let index = context.parameters.get("index")
    let pairs = stride(from: 0, to: lines.count - lines.count % 2, by: 2).map { (lines[$0], lines[$0 + 1]) }
    guard (1...100).contains(pairs.count) else { throw APIFailure.bad("a body needs 1 to 100 pairs of lines") }
    return try await answer(request) { reader in
      let answers = try pairs.map { header, body -> JSON in
        do {
          let header = header.allSatisfy(\.isWhitespace) ? [:] : try JSONReader.read(header)
          let named = header["index"]?.string ?? header["index"]?.array?.compactMap(\.string).joined(separator: ",")
          let search = try SearchRequest(
            try JSONReader.read(body), parameters: FormBody(""), types: types, now: now)
          var answer = try SearchRunner(reader: reader, types: types, now: now).run(
            search, try SearchTarget(named ?? index))
          answer["status"] = 200
          return .object(answer)
        } catch let failure as APIFailure {
          return failure.elasticsearchBody
        } catch let error as JSONError {
          return APIFailure.bad("a line is no JSON: \(error)", type: "parse_exception").elasticsearchBody
        }
      }
      return ["took": 0, "responses": .array(answers)]
    }
  }

  private func eql(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let target = try target(context)
    let mapper = services.mapper
    let search = try EQLSearch(try await body(request), types: services.types, now: services.now())
    return try await answer(request) { reader in try search.run(reader, target, mapper: mapper) }
  }

  private func esql(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    if let format = request.parameters["format"], format != "json" {
      throw APIFailure.bad("the format [\(format)] is not supported, only [json]")
    }
    let mapper = services.mapper
    let search = try ESQLSearch(try await body(request), types: services.types, now: services.now())
    let (body, warnings) = try await services.store.asyncRead { reader in try search.run(reader, mapper: mapper) }
    var headers: HTTPFields = [:]
    for warning in warnings.prefix(20) {
      let text = warning.filter { $0.isASCII && $0 != "\"" && $0 != "\\" && !$0.isNewline }
      headers.append(HTTPField(name: .warning, value: "299 Elasticsearch-\(ServerServices.elasticsearchVersion) \"\(text)\""))
    }
    return .json(body, headers: headers)
  }

  private func fields(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let target = try target(context)
    let body = try await body(request)
    let named =
      body?["fields"]?.array?.compactMap(\.string)
      ?? request.parameters["fields"]?.split(separator: ",").map(String.init) ?? ["*"]
    let types = services.types
    return try await answer(request) { reader in
      let survey = try FieldSurvey(HitReader(reader, target, .all, types: types))
      let index: JSON = target.isAlerts ? .string(IndexName.alerts) : .string(EventDrafts.cloudTrailIndex)
      return ["indices": .array([index]), "fields": .object(survey.capabilities(named))]
    }
  }

  private func mapping(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let target = try target(context)
    let types = services.types
    return try await answer(request) { reader in
      let survey = try FieldSurvey(HitReader(reader, target, .all, types: types))
      let index = target.isAlerts ? IndexName.alerts : EventDrafts.cloudTrailIndex
      return [index: ["mappings": ["properties": .object(survey.mapping())]]]
    }
  }

  private func document(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let target = try target(context)
    let id = try context.parameters.require("id").removingPercentEncoding ?? ""
    let source = try SourceFilter(nil, parameters: request.parameters)
    let types = services.types
    let hit = try await services.store.asyncRead { reader -> JSONObject? in
      var found: JSONObject?
      let condition = Expression.test(field: "_id", .term(id, ignoresCase: false))
      try HitReader(reader, target, condition, types: types).forEach(.timeDescending) { hit in
        found = [
          "_index": .string(hit.index), "_id": .string(hit.id), "_version": 1, "_seq_no": .number(JSONNumber(Int(hit.seq))),
          "_primary_term": 1, "found": true, "_source": .object(source.apply(hit.document)),
        ]
        return false
      }
      return found
    }
    guard let hit else {
      return .json(
        ["_index": .string(context.parameters.get("index") ?? ""), "_id": .string(id), "found": false], status: .notFound)
    }
    return .json(hit)
  }
}

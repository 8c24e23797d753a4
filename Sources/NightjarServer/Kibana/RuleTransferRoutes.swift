import Detection
import Engine
import Events
import HTTPTypes
import Hummingbird
import NIOCore
import OrderedCollections
import Rules
import Storage

/// Import, export and preview of rules.
struct RuleTransferRoutes: RouteGroup {
  let services: ServerServices

  func add(to router: Router<ServerContext>) {
    router.post("/api/detection_engine/rules/_import") { request, context in try await take(request, context) }
    router.post("/api/detection_engine/rules/_export") { request, context in try await give(request, context) }
    router.post("/api/detection_engine/rules/preview") { request, context in try await preview(request, context) }
  }

  private func take(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    var buffer = try await request.content(limit: services.options.maximumUpload)
    let bytes = buffer.readBytes(length: buffer.readableBytes) ?? []
    let file = try MultipartBody(bytes, contentType: request.headers[.contentType]).file("file")
    guard file.name.hasSuffix(".ndjson") else {
      throw APIFailure.bad("Invalid file extension \(file.name.split(separator: ".").last ?? ""): it must be .ndjson")
    }
    let engine = services.engine
    let now = services.now()
    let parameters = request.parameters
    return .json(
      try await services.blocking {
        var work = RuleImport(engine: engine, actor: actor, now: now, parameters: parameters)
        return try work.run(file.content)
      })
  }

  private func give(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let body = try await request.json(limit: services.options.maximumBody)
    let asked = body?["objects"]?.array?.compactMap { $0["rule_id"]?.string }
    let withDetails = request.parameters["exclude_export_details"] != "true"
    let engine = services.engine
    let bytes = try await services.blocking {
      let catalog = try RuleCatalog(engine)
      let rules = asked.map { ids in ids.compactMap { catalog.edition.rule($0) } } ?? catalog.edition.rules
      let missing = asked?.filter { catalog.edition.rule($0) == nil } ?? []
      return try RuleExport(catalog: catalog, store: engine.store).lines(
        rules, missing: missing, withDetails: withDetails)
    }
    return Self.file(bytes, name: request.parameters["file_name"] ?? "export.ndjson")
  }

  /// A response that browsers save as a file.
  static func file(_ bytes: [UInt8], name: String, type: String = "application/ndjson") -> Response {
    let safe = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    return Response(
      status: .ok,
      headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(safe.isEmpty ? "export" : safe)\""],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private func preview(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.workAlerts).actor
    guard var body = try await request.json(limit: services.options.maximumBody)?.object else {
      throw APIFailure.bad("[request body]: Expected object")
    }
    let now = services.now()
    let end = body["timeframeEnd"]?.string.flatMap { Timestamp($0) } ?? now
    let count = body["invocationCount"]?.integer ?? 1
    guard (1...1000).contains(count) else { throw APIFailure.bad("[request body]: invocationCount: must lie between 1 and 1000") }
    body["timeframeEnd"] = nil
    body["invocationCount"] = nil
    let rule = try RuleBody.created(body, actor: actor, now: now)
    let start = Timestamp(nanoseconds: end.nanoseconds - rule.schedule.interval * Int64(count - 1))
    let preview = services.engine.preview
    let result = try await services.blocking { try preview.run(rule, from: start, to: end, countsArrival: false) }
    return .json(PreviewAnswer(result, id: SecretText.randomID()).json)
  }
}

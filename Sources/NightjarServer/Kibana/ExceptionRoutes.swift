import Engine
import Events
import HTTPTypes
import Hummingbird
import NIOCore
import OrderedCollections
import Rules
import Storage

/// Kibana's API of exception lists and their items.
struct ExceptionRoutes: RouteGroup {
  let services: ServerServices

  func add(to router: Router<ServerContext>) {
    for isItem in [false, true] {
      let path = RouterPath(isItem ? "/api/exception_lists/items" : "/api/exception_lists")
      router.get(path) { request, context in try await read(request, context, isItem) }
      router.post(path) { request, context in try await write(request, context, isItem, isNew: true) }
      router.put(path) { request, context in try await write(request, context, isItem, isNew: false) }
      router.delete(path) { request, context in try await remove(request, context, isItem) }
      router.get(RouterPath("\(path)/_find")) { request, context in try await find(request, context, isItem) }
    }
    router.post("/api/exception_lists/_export") { request, context in try await export(request, context) }
    router.post("/api/exception_lists/_import") { request, context in try await take(request, context) }
  }

  // MARK: Looking up

  /// The document that parameters name by either of its identifiers.
  private static func document(
    _ id: String?, _ key: String?, _ isItem: Bool, _ reader: StoreReader
  ) throws -> JSONObject {
    guard id != nil || key != nil else {
      throw APIFailure.bad("id or \(isItem ? "item_id" : "list_id") required")
    }
    let all = isItem ? try reader.exceptionItems() : try reader.exceptionLists()
    let found = all.first { document in
      key.map { document.id == $0 } ?? (document.document["id"]?.string == id)
    }
    if let found = found?.document.object { return found }
    let name = key.map { "\(isItem ? "item_id" : "list_id"): \"\($0)\"" } ?? "id: \"\(id ?? "")\""
    throw APIFailure.missing("exception list \(isItem ? "item " : "")\(name) does not exist")
  }

  private func read(_ request: Request, _ context: ServerContext, _ isItem: Bool) async throws -> Response {
    try context.require(.read)
    let parameters = request.parameters
    let (id, key) = (parameters["id"], parameters[isItem ? "item_id" : "list_id"])
    return .json(try await services.store.asyncRead { try Self.document(id, key, isItem, $0) })
  }

  private func find(_ request: Request, _ context: ServerContext, _ isItem: Bool) async throws -> Response {
    try context.require(.read)
    let parameters = request.parameters
    let page = try Page(parameters)
    let lists = parameters["list_id"].map { Set($0.split(separator: ",").map(String.init)) }
    if isItem, lists == nil { throw APIFailure.bad("[request query]: list_id: Required") }
    let search = parameters["search"]?.lowercased()
    let documents = try await services.store.asyncRead { reader in
      isItem ? try reader.exceptionItems() : try reader.exceptionLists()
    }
    let found = documents.compactMap(\.document.object).filter { document in
      guard !isItem || lists?.contains(document["list_id"]?.string ?? "") ?? true else { return false }
      guard let search else { return true }
      return JSONWriter.text(.object(document)).lowercased().contains(search)
    }
    return .json([
      "data": .array(page.of(found).map { .object($0) }), "page": .number(JSONNumber(page.number)),
      "per_page": .number(JSONNumber(page.size)), "total": .number(JSONNumber(found.count)),
    ])
  }

  // MARK: Changing

  private func write(
    _ request: Request, _ context: ServerContext, _ isItem: Bool, isNew: Bool
  ) async throws -> Response {
    let actor = try context.require(.writeExceptions).actor
    guard let body = try await request.json(limit: services.options.maximumBody)?.object else {
      throw APIFailure.bad("[request body]: Expected object")
    }
    let key = isItem ? "item_id" : "list_id"
    let (engine, now) = (services.engine, services.now())
    let document = try await services.blocking {
      let old = try engine.store.read { reader -> JSONObject? in
        guard isNew else { return try Self.document(body["id"]?.string, body[key]?.string, isItem, reader) }
        guard let id = body[key]?.string else { return nil }
        let known = isItem ? try reader.exceptionItems() : try reader.exceptionLists()
        guard !known.contains(where: { $0.id == id }) else {
          throw APIFailure.conflict("exception list \(isItem ? "item " : "")\(key): \"\(id)\" already exists")
        }
        return nil
      }
      let document =
        isItem
        ? try ExceptionDocument.item(body, old: old, actor: actor, now: now)
        : try ExceptionDocument.list(body, old: old, actor: actor, now: now)
      try engine.rules.reload(by: actor) { writer in
        try Self.store(document, isItem, writer)
        try writer.audit(
          action: isNew ? "exception.created" : "exception.changed", subject: document[key]?.string ?? "", actor: actor,
          details: ["name": document["name"] ?? ""])
      }
      return document
    }
    return .json(document)
  }

  private static func store(_ document: JSONObject, _ isItem: Bool, _ writer: StoreWriter) throws {
    guard isItem else { return try writer.setExceptionList(document["list_id"]?.string ?? "", .object(document)) }
    let list = document["list_id"]?.string ?? ""
    guard try writer.exceptionLists().contains(where: { $0.id == list }) else {
      throw APIFailure.missing("exception list list_id: \"\(list)\" does not exist")
    }
    try writer.setExceptionItem(document["item_id"]?.string ?? "", list: list, .object(document))
  }

  private func remove(_ request: Request, _ context: ServerContext, _ isItem: Bool) async throws -> Response {
    let actor = try context.require(.writeExceptions).actor
    let parameters = request.parameters
    let key = isItem ? "item_id" : "list_id"
    let (id, name) = (parameters["id"], parameters[key])
    let engine = services.engine
    let document = try await services.blocking {
      let document = try engine.store.read { try Self.document(id, name, isItem, $0) }
      let subject = document[key]?.string ?? ""
      try engine.rules.reload(by: actor) { writer in
        if isItem { try writer.removeExceptionItem(subject) } else { try writer.setExceptionList(subject, nil) }
        try writer.audit(action: "exception.removed", subject: subject, actor: actor)
      }
      return document
    }
    return .json(document)
  }

  // MARK: Files

  private func export(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let parameters = request.parameters
    let (id, key) = (parameters["id"], parameters["list_id"])
    let bytes = try await services.store.asyncRead { reader in
      let list = try Self.document(id, key, false, reader)
      let items = try reader.exceptionItems(list: list["list_id"]?.string ?? "").map(\.document)
      var writer = JSONWriter()
      for line in [.object(list)] + items {
        writer.write(line)
        writer.writeNewline()
      }
      writer.write([
        "exported_exception_list_count": 1, "exported_exception_list_item_count": .number(JSONNumber(items.count)),
        "missing_exception_list_item_count": 0, "missing_exception_list_items": [], "missing_exception_lists": [],
        "missing_exception_lists_count": 0,
      ])
      writer.writeNewline()
      return writer.bytes
    }
    return RuleTransferRoutes.file(bytes, name: "\(key ?? id ?? "exceptions").ndjson")
  }

  private func take(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeExceptions).actor
    var buffer = try await request.content(limit: services.options.maximumUpload)
    let bytes = buffer.readBytes(length: buffer.readableBytes) ?? []
    let file = try MultipartBody(bytes, contentType: request.headers[.contentType]).file("file")
    let (engine, now) = (services.engine, services.now())
    let overwrites = request.parameters["overwrite"] == "true"
    let parameters = FormBody(overwrites ? "overwrite_exceptions=true" : "")
    let answer = try await services.blocking {
      var work = RuleImport(engine: engine, actor: actor, now: now, parameters: parameters)
      return try work.run(file.content)
    }
    let errors = answer["exceptions_errors"] ?? []
    return .json([
      "errors": errors, "success": .bool(errors == []), "success_count": answer["exceptions_success_count"] ?? 0,
    ])
  }
}

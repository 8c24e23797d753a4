import Crypto
import Engine
import Events
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import OrderedCollections
import Rules
import Storage

/// Kibana's API of value lists and their items.
struct ValueListRoutes: RouteGroup {
  let services: ServerServices

  func add(to router: Router<ServerContext>) {
    router.get("/api/lists") { request, context in try await read(request, context) }
    router.post("/api/lists") { request, context in try await create(request, context) }
    for method in [HTTPRequest.Method.put, .patch] {
      router.on("/api/lists", method: method) { request, context in try await change(request, context) }
    }
    router.delete("/api/lists") { request, context in try await remove(request, context) }
    router.get("/api/lists/_find") { request, context in try await find(request, context) }
    router.get("/api/lists/index") { _, context in
      try context.require(.read)
      return Response.json(["list_index": true, "list_item_index": true])
    }
    router.post("/api/lists/index") { _, context in
      try context.require(.writeExceptions)
      return Response.json(["acknowledged": true])
    }
    router.get("/api/lists/items") { request, context in try await readItem(request, context) }
    router.post("/api/lists/items") { request, context in try await addItem(request, context) }
    router.delete("/api/lists/items") { request, context in try await removeItem(request, context) }
    router.get("/api/lists/items/_find") { request, context in try await findItems(request, context) }
    router.post("/api/lists/items/_export") { request, context in try await export(request, context) }
    router.post("/api/lists/items/_import") { request, context in try await take(request, context) }
  }

  // MARK: Lists

  private static func list(_ id: String?, _ reader: StoreReader) throws -> JSONObject {
    guard let id else { throw APIFailure.bad("[request query]: id: Required") }
    guard let list = try reader.valueLists().first(where: { $0.id == id })?.document.object else {
      throw APIFailure.missing("list id: \"\(id)\" does not exist")
    }
    return list
  }

  private static func type(_ text: String?) throws(APIFailure) -> ValueList.Kind {
    guard let kind = text.flatMap(ValueList.Kind.init) else {
      throw .bad("[request body]: type: expected one of \(ValueList.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return kind
  }

  private func body(_ request: Request) async throws -> JSONObject {
    guard let body = try await request.json(limit: services.options.maximumBody)?.object else {
      throw APIFailure.bad("[request body]: Expected object")
    }
    return body
  }

  private func read(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let id = request.parameters["id"]
    return .json(try await services.store.asyncRead { try Self.list(id, $0) })
  }

  private static func new(
    id: String, name: String, description: String, type: ValueList.Kind, actor: String, now: Timestamp
  ) -> JSONObject {
    let time = JSON.string(now.description)
    return [
      "id": .string(id), "name": .string(name), "description": .string(description), "type": .string(type.rawValue),
      "immutable": false, "version": 1, "_version": "v1", "created_at": time, "created_by": .string(actor),
      "updated_at": time, "updated_by": .string(actor), "tie_breaker_id": .string(UUID().uuidString.lowercased()),
    ]
  }

  private func create(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeExceptions).actor
    let body = try await body(request)
    let id = body["id"]?.string ?? UUID().uuidString.lowercased()
    guard let name = body["name"]?.string, !name.isEmpty, !id.isEmpty else {
      throw APIFailure.bad("[request body]: name: Required")
    }
    let list = Self.new(
      id: id, name: name, description: body["description"]?.string ?? "", type: try Self.type(body["type"]?.string),
      actor: actor, now: services.now())
    try await store(actor, "list.created", id) { writer in
      guard try !writer.valueLists().contains(where: { $0.id == id }) else {
        throw APIFailure.conflict("list id: \"\(id)\" already exists")
      }
      try writer.setValueList(id, .object(list), values: [])
    }
    return .json(list)
  }

  /// Changes lists, and lets rules know.
  private func store(
    _ actor: String, _ action: String, _ subject: String, _ change: @escaping @Sendable (StoreWriter) throws -> Void
  ) async throws {
    let engine = services.engine
    try await services.blocking {
      try engine.rules.reload(by: actor) { writer in
        try change(writer)
        try writer.audit(action: action, subject: subject, actor: actor)
      }
    }
  }

  private func change(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeExceptions).actor
    let body = try await body(request)
    let now = services.now()
    let id = body["id"]?.string
    var list = try await services.store.asyncRead { try Self.list(id, $0) }
    for key in ["name", "description", "meta"] { if let value = body[key] { list[key] = value } }
    list["version"] = .number(JSONNumber((list["version"]?.integer ?? 1) + 1))
    list["updated_at"] = .string(now.description)
    list["updated_by"] = .string(actor)
    let (changed, name) = (list, list["id"]?.string ?? "")
    try await store(actor, "list.changed", name) { writer in
      let values = try writer.valueListItems(name)
      try writer.setValueList(name, .object(changed), values: values)
    }
    return .json(changed)
  }

  private func remove(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeExceptions).actor
    let id = request.parameters["id"]
    let list = try await services.store.asyncRead { try Self.list(id, $0) }
    let name = list["id"]?.string ?? ""
    try await store(actor, "list.removed", name) { try $0.setValueList(name, nil, values: []) }
    return .json(list)
  }

  private func find(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let page = try Page(request.parameters)
    let lists = try await services.store.asyncRead { try $0.valueLists().map(\.document) }
    return .json(Self.found(page, lists))
  }

  private static func found(_ page: Page, _ all: [JSON]) -> JSONObject {
    [
      "cursor": "", "page": .number(JSONNumber(page.number)), "per_page": .number(JSONNumber(page.size)),
      "total": .number(JSONNumber(all.count)), "data": .array(Array(page.of(all))),
    ]
  }

  // MARK: Items

  /// An item as the API shows it. Its identifier follows from the list and the value.
  private static func item(_ value: String, _ list: JSONObject) -> JSON {
    let id = list["id"]?.string ?? ""
    return [
      "id": .string(SecretText.hash("\(id)\u{0}\(value)")), "list_id": .string(id), "type": list["type"] ?? "keyword",
      "value": .string(value), "created_at": list["created_at"] ?? "", "created_by": list["created_by"] ?? "",
      "updated_at": list["updated_at"] ?? "", "updated_by": list["updated_by"] ?? "",
      "tie_breaker_id": list["tie_breaker_id"] ?? "",
    ]
  }

  /// The list and the values that parameters name.
  private static func items(_ parameters: FormBody, _ reader: StoreReader) throws -> (JSONObject, [String]) {
    if let id = parameters["id"] {
      for list in try reader.valueLists() {
        for value in try reader.valueListItems(list.id) where SecretText.hash("\(list.id)\u{0}\(value)") == id {
          return (list.document.object ?? [:], [value])
        }
      }
      throw APIFailure.missing("list item id: \"\(id)\" not found")
    }
    let list = try list(parameters["list_id"], reader)
    let values = try reader.valueListItems(list["id"]?.string ?? "")
    guard let value = parameters["value"] else { throw APIFailure.bad("[request query]: value: Required") }
    guard values.contains(value) else {
      throw APIFailure.missing("list_id: \"\(list["id"]?.string ?? "")\" item of \(value) does not exist")
    }
    return (list, [value])
  }

  private func readItem(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let parameters = request.parameters
    let (list, values) = try await services.store.asyncRead { try Self.items(parameters, $0) }
    guard parameters["id"] == nil else { return .json(values.first.map { Self.item($0, list) } ?? .null) }
    return .json(.array(values.map { Self.item($0, list) }))
  }

  private func addItem(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeExceptions).actor
    let body = try await body(request)
    guard let value = body["value"]?.string, !value.isEmpty else {
      throw APIFailure.bad("[request body]: value: Required")
    }
    let id = body["list_id"]?.string
    let list = try await services.store.asyncRead { try Self.list(id, $0) }
    try await add([value], to: list, actor: actor)
    return .json(Self.item(value, list))
  }

  /// Adds values, provided that the list stays one that can be used.
  private func add(_ values: [String], to list: JSONObject, actor: String) async throws {
    let kind = try Self.type(list["type"]?.string)
    let id = list["id"]?.string ?? ""
    try await store(actor, "list.extended", id) { writer in
      try writer.addValueListItems(id, values)
      let all = try writer.valueListItems(id)
      do throws(ValueListError) {
        _ = try ValueList(id: id, kind: kind, items: all)
      } catch {
        throw APIFailure.bad(error.message)
      }
    }
  }

  private func removeItem(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeExceptions).actor
    let parameters = request.parameters
    let (list, values) = try await services.store.asyncRead { try Self.items(parameters, $0) }
    let id = list["id"]?.string ?? ""
    try await store(actor, "list.shortened", id) { try $0.removeValueListItems(id, values) }
    return .json(values.first.map { Self.item($0, list) } ?? .null)
  }

  private func findItems(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let page = try Page(request.parameters)
    let id = request.parameters["list_id"]
    let (list, values) = try await services.store.asyncRead { reader in
      let list = try Self.list(id, reader)
      return (list, try reader.valueListItems(list["id"]?.string ?? ""))
    }
    return .json(Self.found(page, values.map { Self.item($0, list) }))
  }

  private func export(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let id = request.parameters["list_id"]
    let values = try await services.store.asyncRead { reader in
      try reader.valueListItems(try Self.list(id, reader)["id"]?.string ?? "")
    }
    let text = values.map { $0 + "\n" }.joined()
    return RuleTransferRoutes.file(Array(text.utf8), name: id ?? "list", type: "application/ndjson")
  }

  private func take(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeExceptions).actor
    var buffer = try await request.content(limit: services.options.maximumUpload)
    let bytes = buffer.readBytes(length: buffer.readableBytes) ?? []
    let file = try MultipartBody(bytes, contentType: request.headers[.contentType]).file("file")
    let parameters = request.parameters
    let id = parameters["list_id"] ?? file.name
    let now = services.now()
    let type = parameters["type"]
    let known = try await services.store.asyncRead { try $0.valueLists().first { $0.id == id }?.document.object }
    let list = try known ?? Self.new(
      id: id, name: id, description: "File uploaded from file system of \(file.name)", type: try Self.type(type),
      actor: actor, now: now)
    if known == nil {
      try await store(actor, "list.created", id) { try $0.setValueList(id, .object(list), values: []) }
    }
    let lines = String(decoding: file.content, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
    try await add(lines, to: list, actor: actor)
    return .json(list)
  }
}

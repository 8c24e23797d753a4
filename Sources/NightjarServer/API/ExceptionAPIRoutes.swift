import Engine
import Events
import HTTPTypes
import Hummingbird
import OrderedCollections
import Rules
import Storage

/// Our own API of exceptions in our own form: with a KQL condition, an owner, a reason, and recurring change windows. The
/// members are those of `[[exception]]` in files.
struct ExceptionAPIRoutes: RouteGroup {
  let services: ServerServices

  func add(to router: Router<ServerContext>) {
    router.get("/api/nightjar/exceptions") { _, context in try await list(context) }
    router.put("/api/nightjar/exceptions/:id") { request, context in try await put(request, context) }
    router.delete("/api/nightjar/exceptions/:id") { _, context in try await remove(context) }
  }

  private func list(_ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let items = try await services.store.asyncRead { try $0.exceptionItems() }
    let own = items.filter { $0.document["list_id"] == nil }
    return .json(["exceptions": .array(own.map(\.document))])
  }

  private func put(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeExceptions).actor
    let id = try context.parameters.require("id")
    guard var body = try await request.json(limit: services.options.maximumBody)?.object,
      body["list_id"] == nil
    else {
      throw APIFailure.bad("the body must be an exception in our own form, without a list")
    }
    body["id"] = .string(id)
    let problems = ExceptionLoader.read(lists: [], items: [body], valueLists: [], path: "request").problems
    if let problem = problems.first {
      throw APIFailure.bad("\(problem.field.map { "\($0): " } ?? "")\(problem.message)")
    }
    let (engine, document) = (services.engine, body)
    try await services.blocking {
      try engine.rules.reload(by: actor) { writer in
        try writer.setExceptionItem(id, list: "", .object(document))
        try writer.audit(action: "exception.changed", subject: id, actor: actor, details: document)
      }
    }
    return .json(document)
  }

  private func remove(_ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeExceptions).actor
    let id = try context.parameters.require("id")
    let engine = services.engine
    try await services.blocking {
      try engine.rules.reload(by: actor) { writer in
        guard try writer.removeExceptionItem(id) else {
          throw APIFailure.missing("there is no exception [\(id)]")
        }
        try writer.audit(action: "exception.removed", subject: id, actor: actor)
      }
    }
    return Response(status: .noContent)
  }
}

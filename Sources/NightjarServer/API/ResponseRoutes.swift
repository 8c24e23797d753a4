import Events
import HTTPTypes
import Hummingbird
import OrderedCollections
import Response
import Storage

/// Our own API of responses: what can be done, plans, approvals, carrying out, and taking back.
struct ResponseRoutes: RouteGroup {
  let services: ServerServices

  func add(to router: Router<ServerContext>) {
    router.get("/api/nightjar/alerts/:id/responses") { _, context in try await options(context) }
    router.post("/api/nightjar/alerts/:id/responses") { request, context in try await plan(request, context) }
    router.get("/api/nightjar/responses") { request, context in try await list(request, context) }
    router.get("/api/nightjar/responses/:id") { _, context in try await read(context) }
    router.post("/api/nightjar/responses/:id/_approve") { _, context in
      try await act(context) { responder, id, actor throws(ResponseError) in
        try await responder.approve(id, actor: actor)
      }
    }
    router.post("/api/nightjar/responses/:id/_execute") { _, context in
      try await act(context) { responder, id, actor throws(ResponseError) in
        try await responder.execute(id, actor: actor)
      }
    }
    router.post("/api/nightjar/responses/:id/_undo") { _, context in
      try await act(context) { responder, id, actor throws(ResponseError) in
        try await responder.undo(id, actor: actor)
      }
    }
  }

  private var responder: Responder {
    get throws(APIFailure) {
      guard let responder = services.responder else {
        throw APIFailure(
          .serviceUnavailable, "response_exception",
          "responses are not configured: the server has no credentials of AWS")
      }
      return responder
    }
  }

  private func alert(_ context: ServerContext) async throws -> JSONObject {
    let id = try context.parameters.require("id")
    guard let alert = try await services.store.asyncRead({ try $0.alert(id) }) else {
      throw APIFailure.missing("there is no alert [\(id)]")
    }
    return alert.document
  }

  private func options(_ context: ServerContext) async throws -> HummingbirdReply {
    try context.require(.read)
    let document = try await alert(context)
    let responder = try responder
    do throws(ResponseError) {
      let options = try responder.options(for: document)
      return .json([
        "options": .array(
          options.map {
            [
              "playbook": .string($0.playbook), "title": .string($0.title),
              "subject": .string($0.subject.description),
            ]
          })
      ])
    } catch {
      throw Self.failure(error)
    }
  }

  private func plan(_ request: Request, _ context: ServerContext) async throws -> HummingbirdReply {
    let identity = try context.require(.respond)
    let body = try await request.json(limit: services.options.maximumBody)
    guard let playbook = body?["playbook"]?.string else { throw APIFailure.bad("playbook is needed") }
    let document = try await alert(context)
    let responder = try responder
    do throws(ResponseError) {
      let stored = try await responder.plan(
        playbook, for: document, subject: body?["subject"]?.string, actor: identity.responseActor)
      return .json(stored.object, status: .created)
    } catch {
      throw Self.failure(error)
    }
  }

  private func act(
    _ context: ServerContext,
    _ body: (Responder, String, ResponseActor) async throws(ResponseError) -> StoredResponse
  ) async throws -> HummingbirdReply {
    let identity = try context.require(.respond)
    let id = try context.parameters.require("id")
    let responder = try responder
    do throws(ResponseError) {
      return .json(try await body(responder, id, identity.responseActor).object)
    } catch {
      throw Self.failure(error)
    }
  }

  private func list(_ request: Request, _ context: ServerContext) async throws -> HummingbirdReply {
    try context.require(.read)
    let alert = request.parameters["alert"]
    let responses = try await services.store.asyncRead { try $0.responses(alert: alert) }
    return .json(["responses": .array(responses.map { .object($0.object) })])
  }

  private func read(_ context: ServerContext) async throws -> HummingbirdReply {
    try context.require(.read)
    let id = try context.parameters.require("id")
    guard let response = try await services.store.asyncRead({ try $0.response(id) }) else {
      throw APIFailure.missing("there is no response [\(id)]")
    }
    return .json(response.object)
  }

  private static func failure(_ error: ResponseError) -> APIFailure {
    let status: HTTPResponse.Status =
      switch error.kind {
      case .unknown, .missing: .notFound
      case .unfit: .badRequest
      case .refused, .notApproved, .wrongStatus, .stale, .drift, .damaged: .conflict
      case .denied, .aws, .timeout, .unverified: .badGateway
      case .store, .cancelled: .serviceUnavailable
      }
    let stored = error.response.map { " (response \($0))" } ?? ""
    return APIFailure(status, "response_exception", "\(error.message)\(stored)")
  }
}

extension Identity {
  /// Who they are for responses: a key stands for its owner, so that nobody approves twice.
  var responseActor: ResponseActor { kind == .key ? .key(actor, of: user) : .user(user) }
}

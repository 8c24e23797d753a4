import Engine
import Events
import HTTPTypes
import Hummingbird
import OrderedCollections
import Storage

/// Our own API of users, keys, the audit log and the configuration.
struct AdministrationRoutes: RouteGroup {
  let services: ServerServices

  private var access: AccessControl { services.access }

  func add(to router: Router<ServerContext>) {
    router.get("/api/nightjar/me") { _, context in try me(context) }
    router.get("/api/nightjar/users") { _, context in try await users(context) }
    router.post("/api/nightjar/users") { request, context in try await addUser(request, context) }
    router.patch("/api/nightjar/users/:name") { request, context in try await changeUser(request, context) }
    router.delete("/api/nightjar/users/:name") { _, context in
      let actor = try context.require(.administer).actor
      try await access.removeUser(context.parameters.require("name"), actor: actor)
      return Response(status: .noContent)
    }
    router.get("/api/nightjar/keys") { _, context in try await keys(context) }
    router.post("/api/nightjar/keys") { request, context in try await addKey(request, context) }
    router.delete("/api/nightjar/keys/:id") { _, context in
      let actor = try context.require(.administer).actor
      try await access.removeKey(context.parameters.require("id"), actor: actor)
      return Response(status: .noContent)
    }
    router.get("/api/nightjar/audit") { request, context in try await audit(request, context) }
    router.get("/api/nightjar/audit/_verify") { _, context in try await verify(context) }
    router.get("/api/nightjar/settings") { _, context in try settings(context) }
  }

  private func me(_ context: ServerContext) throws -> Response {
    guard let identity = context.identity else { throw APIFailure.unauthenticated }
    return .json([
      "user": .string(identity.user), "kind": .string(identity.kind.rawValue),
      "roles": .array(identity.roles.map { .string($0.rawValue) }),
      "permissions": .array(identity.permissions.map(\.rawValue).sorted().map { .string($0) }),
      "csrf_token": context.csrfToken.map { .string($0) } ?? .null,
    ])
  }

  private func body(_ request: Request, _ known: Set<String>) async throws -> JSONObject {
    guard let body = try await request.json(limit: services.options.maximumBody)?.object else {
      throw APIFailure.bad("the body must be an object")
    }
    if let unknown = body.keys.first(where: { !known.contains($0) }) {
      throw APIFailure.bad("unknown member [\(unknown.prefix(100))]; known are \(known.sorted().joined(separator: ", "))")
    }
    return body
  }

  private static func roles(_ value: JSON?) throws(APIFailure) -> [Role] {
    let names = value?.array ?? []
    let roles = names.compactMap { $0.string.flatMap(Role.init) }
    guard !roles.isEmpty, roles.count == names.count else {
      throw .bad("roles must be a list of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return roles
  }

  // MARK: Users

  private static func shown(_ user: StoredUser) -> JSON {
    [
      "name": .string(user.name), "roles": .array(user.roles.map { .string($0) }), "disabled": .bool(user.isDisabled),
      "created": .string(user.created.description), "last_used": user.lastUsed.map { .string($0.description) } ?? .null,
    ]
  }

  private func users(_ context: ServerContext) async throws -> Response {
    try context.require(.administer)
    let users = try await services.store.asyncRead { try $0.users() }
    return .json(["users": .array(users.map(Self.shown))])
  }

  private func addUser(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.administer).actor
    let body = try await body(request, ["name", "password", "roles"])
    let user = try await access.addUser(
      name: body["name"]?.string ?? "", password: body["password"]?.string ?? "", roles: try Self.roles(body["roles"]),
      actor: actor)
    return .json(Self.shown(user), status: .created)
  }

  private func changeUser(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.administer).actor
    let body = try await body(request, ["password", "roles", "disabled"])
    var change = AccessControl.UserChange()
    change.password = body["password"]?.string
    if let roles = body["roles"] { change.roles = try Self.roles(roles) }
    change.isDisabled = body["disabled"]?.bool
    return .json(Self.shown(try await access.changeUser(context.parameters.require("name"), change, actor: actor)))
  }

  // MARK: Keys

  private static func shown(_ key: StoredAPIKey) -> JSONObject {
    [
      "id": .string(key.id), "name": .string(key.name), "roles": .array(key.roles.map { .string($0) }),
      "owner": .string(key.owner), "created": .string(key.created.description),
      "expires": key.expires.map { .string($0.description) } ?? .null,
      "last_used": key.lastUsed.map { .string($0.description) } ?? .null,
    ]
  }

  private func keys(_ context: ServerContext) async throws -> Response {
    try context.require(.administer)
    let keys = try await services.store.asyncRead { try $0.apiKeys() }
    return .json(["keys": .array(keys.map { .object(Self.shown($0)) })])
  }

  private func addKey(_ request: Request, _ context: ServerContext) async throws -> Response {
    let identity = try context.require(.administer)
    let body = try await body(request, ["name", "roles", "expires"])
    var expires: Timestamp?
    if let value = body["expires"], value != .null {
      guard let time = value.string.flatMap({ DateMath($0)?.resolve(now: services.now()) }) else {
        throw APIFailure.bad("expires must be a date or date maths such as now+90d")
      }
      expires = time
    }
    let (key, secret) = try await access.addKey(
      name: body["name"]?.string ?? "", roles: try Self.roles(body["roles"]), expires: expires, owner: identity.user,
      actor: identity.actor)
    var shown = Self.shown(key)
    // The only time that the secret is seen.
    shown["encoded"] = .string(APIKeyText.encoded(id: key.id, secret: secret))
    return .json(shown, status: .created)
  }

  // MARK: Audit and settings

  private func audit(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.readAudit)
    let before = try AlertQuery.number(request.parameters, "before", .max, 1...Int.max)
    let limit = try AlertQuery.number(request.parameters, "limit", 100, 1...1000)
    let entries = try await services.store.asyncRead { try $0.auditEntries(before: Int64(before), limit: limit) }
    return .json(["entries": .array(entries.map { .object($0.object) })])
  }

  private func verify(_ context: ServerContext) async throws -> Response {
    try context.require(.readAudit)
    let store = services.store
    let report = try await services.blocking { try store.verifyAudit() }
    return .json([
      "valid": .bool(report.isValid), "entries": .number(JSONNumber(report.entries)),
      "checkpoints": .number(JSONNumber(report.checkpoints)),
      "problem": report.problem.map { .string("\($0)") } ?? .null,
      "head": report.head.map { ["seq": .number(JSONNumber(Int($0.seq))), "hash": .string($0.hash)] } ?? .null,
    ])
  }

  private func settings(_ context: ServerContext) throws -> Response {
    try context.require(.administer)
    let configuration = services.engine.configuration
    return .json([
      "settings": .array(
        Setting.all.map { setting in
          [
            "name": .string(setting.name), "value": configuration.value(setting.name)?.value ?? .null,
            "origin": .string(configuration.value(setting.name).map { "\($0.origin)" } ?? "none"),
            "meaning": .string(setting.meaning),
          ]
        })
    ])
  }
}

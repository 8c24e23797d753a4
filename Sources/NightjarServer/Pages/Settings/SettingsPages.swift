import Engine
import Events
import HTTPTypes
import Hummingbird
import Notifications
import OrderedCollections
import Rules
import Storage

/// Users, keys, and what the configuration says.
struct SettingsPages: RouteGroup {
  let site: PageSite

  private var access: AccessControl { site.services.access }

  func add(to router: Router<ServerContext>) {
    router.get("/settings") { request, context in try await show(request, context, [:]) }
    router.post("/settings/password") { request, context in try await changePassword(request, context) }
    router.post("/settings/users") { request, context in try await changeUsers(request, context) }
    router.post("/settings/keys") { request, context in try await changeKeys(request, context) }
  }

  // MARK: Page

  private func show(_ request: Request, _ context: ServerContext, _ extra: PageValues) async throws
    -> Response
  {
    let identity = try context.require(.read)
    var values: PageValues = ["roleChoices": Role.ofUsers.map { ["value": $0.rawValue] as PageValues }]
    if identity.may(.administer) {
      let (users, keys) = try await site.services.store.asyncRead { (try $0.users(), try $0.apiKeys()) }
      let now = site.now
      values["users"] = users.map { Self.user($0, identity, now) }
      values["keys"] = keys.map { Self.key($0, now) }
      values["keyRoles"] = Role.allCases.map { ["value": $0.rawValue] as PageValues }
      values["settings"] = settings
      values["sinks"] = (site.engine.configuration.notifications?.sinks ?? []).map { sink in
        [
          "name": sink.name, "kind": Self.kind(sink.target).rawValue,
          "severity": sink.filter.minimumSeverity.rawValue,
          "rules": sink.filter.rules.joined(separator: ", "), "tellsClosed": sink.tellsClosed,
        ] as PageValues
      }
      values["retention"] = site.engine.configuration.text("storage.retention") ?? ""
      values["configurationPath"] =
        site.engine.configuration.path ?? "none: defaults, environment and command line"
    }
    values.merge(extra) { _, new in new }
    return site.respond(
      SitePage(template: "settings", title: "Settings", section: .settings, values: values), request, context)
  }

  private static func user(_ user: StoredUser, _ identity: Identity, _ now: Timestamp) -> PageValues {
    [
      "name": user.name, "isSelf": user.name == identity.user, "isDisabled": user.isDisabled,
      "roles": user.roles.joined(separator: ", "), "created": TimeText.utc(user.created),
      "used": user.lastUsed.map { TimeText.ago($0, now: now) } ?? "never",
      "roleOptions": Role.ofUsers.map { role in
        ["value": role.rawValue, "isChosen": user.roles.contains(role.rawValue)] as PageValues
      },
    ]
  }

  private static func key(_ key: StoredAPIKey, _ now: Timestamp) -> PageValues {
    [
      "id": key.id, "name": key.name, "roles": key.roles.joined(separator: ", "), "owner": key.owner,
      "created": TimeText.utc(key.created), "expires": key.expires.map { TimeText.utc($0) } ?? "never",
      "used": key.lastUsed.map { TimeText.ago($0, now: now) } ?? "never",
    ]
  }

  /// What the configuration says, without secrets.
  private var settings: [PageValues] {
    Setting.all.map { setting in
      let value = site.engine.configuration.value(setting.name)
      let isSecret =
        ["secret", "password", "token", "key"].contains { setting.name.contains($0) }
        && setting.name != "server.tls_key"
      let text = value.map { $0.value.string ?? JSONWriter.text($0.value) } ?? "not set"
      let origin =
        switch value?.origin {
        case .file: "file"
        case .environment: "environment"
        case .commandLine: "command line"
        case .standard, nil: "default"
        }
      return [
        "name": setting.name, "content": isSecret && value != nil ? "set" : text, "origin": origin,
        "meaning": setting.meaning,
      ]
    }
  }

  private static func kind(_ target: SinkTarget) -> SinkTarget.Kind {
    switch target {
    case .webhook: .webhook
    case .slack: .slack
    case .pagerDuty: .pagerDuty
    case .email: .email
    case .syslog: .syslog
    case .file: .file
    case .sns: .sns
    case .sqs: .sqs
    case .securityHub: .securityHub
    }
  }

  // MARK: Actions

  private func changePassword(_ request: Request, _ context: ServerContext) async throws -> Response {
    let identity = try context.require(.read)
    guard identity.kind == .session else { throw APIFailure.bad("sign in to change the password") }
    let form = try await request.form(limit: 64 << 10)
    _ = try await access.verify(
      name: identity.user, password: form["present"] ?? "", address: context.address)
    try await access.changeUser(
      identity.user, AccessControl.UserChange(password: form["password"] ?? ""), actor: identity.actor)
    return .seeOther("/sign-in")
  }

  private func changeUsers(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.administer).actor
    let form = try await request.form(limit: 64 << 10)
    let name = form["name"] ?? ""
    let roles = form.values("role").compactMap { Role(rawValue: $0) }
    switch form["do"] {
    case "add":
      try await access.addUser(name: name, password: form["password"] ?? "", roles: roles, actor: actor)
      return .seeOther("/settings?done=saved#users")
    case "roles": try await access.changeUser(name, AccessControl.UserChange(roles: roles), actor: actor)
    case "disable":
      try await access.changeUser(name, AccessControl.UserChange(isDisabled: true), actor: actor)
    case "enable":
      try await access.changeUser(name, AccessControl.UserChange(isDisabled: false), actor: actor)
    case "remove":
      try await access.removeUser(name, actor: actor)
      return .seeOther("/settings?done=removed#users")
    default: throw APIFailure.bad("there is nothing to do: choose an action")
    }
    return .seeOther("/settings?done=saved#users")
  }

  private func changeKeys(_ request: Request, _ context: ServerContext) async throws -> Response {
    let identity = try context.require(.administer)
    let form = try await request.form(limit: 64 << 10)
    guard form["do"] == "add" else {
      try await access.removeKey(form["id"] ?? "", actor: identity.actor)
      return .seeOther("/settings?done=removed#api-keys")
    }
    let days = form["days"].flatMap(Int64.init).map { min(3650, max(1, $0)) }
    let expires = days.map { Timestamp(nanoseconds: site.now.nanoseconds + $0 * 86_400_000_000_000) }
    let (key, secret) = try await access.addKey(
      name: form["name"] ?? "", roles: form.values("role").compactMap { Role(rawValue: $0) },
      expires: expires,
      owner: identity.user, actor: identity.actor)
    // The secret is shown once, in the answer itself: an address would keep it in histories and logs.
    return try await show(
      request, context, ["newKey": ["name": key.name, "header": Self.header(key.id, secret)] as PageValues])
  }

  private static func header(_ id: String, _ secret: String) -> String {
    "ApiKey \(Array("\(id):\(secret)".utf8).base64)"
  }
}

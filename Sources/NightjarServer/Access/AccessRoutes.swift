import HTTPTypes
import Hummingbird
import OrderedCollections

/// Signing in and out, and the first user.
struct AccessRoutes: RouteGroup {
  let services: ServerServices
  let pages: any PageRenderer

  private var access: AccessControl { services.access }

  func add(to router: Router<ServerContext>) {
    router.get("/sign-in") { request, context in try await showSignIn(request, context) }
    router.post("/sign-in") { request, context in try await signIn(request, context) }
    router.post("/sign-out") { request, context in try await signOut(request, context) }
    router.get("/set-up") { request, _ in try await showSetUp(request) }
    router.post("/set-up") { request, context in try await setUp(request, context) }
  }

  private func showSignIn(_ request: Request, _ context: ServerContext) async throws -> Response {
    let next = Self.localPath(request.parameters["next"])
    if context.sessionHash != nil { return .seeOther(next) }
    return html(pages.signIn(failure: nil, next: next))
  }

  private func signIn(_ request: Request, _ context: ServerContext) async throws -> Response {
    let form = try await request.form(limit: 64 << 10)
    let next = Self.localPath(form["next"])
    do {
      let secret = try await access.signIn(
        name: form["name"] ?? "", password: form["password"] ?? "", address: context.address)
      return .seeOther(next, headers: sessionHeaders(secret))
    } catch let failure as APIFailure where [401, 429].contains(failure.status.code) {
      let words = failure.status == .unauthorized ? "The name or the password is wrong." : failure.reason
      return html(pages.signIn(failure: words, next: next), status: failure.status)
    }
  }

  private func signOut(_ request: Request, _ context: ServerContext) async throws -> Response {
    if let hash = context.sessionHash, let identity = context.identity {
      try await access.signOut(session: hash, user: identity.user)
    }
    return .seeOther("/sign-in", headers: [.setCookie: access.cookie.removal])
  }

  private func showSetUp(_ request: Request) async throws -> Response {
    guard try await access.needsSetUp() else { return .seeOther("/sign-in") }
    return html(pages.setUp(token: request.parameters["token"] ?? "", failure: nil))
  }

  private func setUp(_ request: Request, _ context: ServerContext) async throws -> Response {
    let form = try await request.form(limit: 64 << 10)
    let (token, name) = (form["token"] ?? "", form["name"] ?? "")
    let password = form["password"] ?? ""
    do {
      try await access.setUp(secret: token, name: name, password: password, address: context.address)
    } catch let failure as APIFailure {
      return html(pages.setUp(token: token, failure: failure.reason), status: failure.status)
    }
    let secret = try await access.signIn(name: name, password: password, address: context.address)
    return .seeOther("/", headers: sessionHeaders(secret))
  }

  private func sessionHeaders(_ secret: String) -> HTTPFields {
    [.setCookie: access.cookie.header(secret: secret, seconds: services.options.sessionLifetimeSeconds)]
  }

  private func html(_ page: String, status: HTTPResponse.Status = .ok) -> Response {
    .text(page, type: "text/html; charset=utf-8", status: status)
  }

  /// A path of this site; the root for everything else, such as another host's address.
  static func localPath(_ text: String?) -> String {
    guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), text.utf8.count <= 2048,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
    else { return "/" }
    return text
  }
}

import HTTPTypes
import Hummingbird
import Logging

/// Finds out who makes a request: by the header `Authorization`, or else by the session's cookie.
///
/// Credentials that are wrong are an error also where none are needed. A cookie that is unknown or over is nobody's.
struct IdentityMiddleware: RouterMiddleware {
  typealias Context = ServerContext

  let access: AccessControl

  func handle(
    _ request: Request, context: ServerContext,
    next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    if let header = request.headers[.authorization] {
      context.identity = try await access.identity(authorization: header, address: context.address)
    } else if let secret = access.cookie.secret(in: request.headers),
      let (identity, hash) = try await access.identity(session: secret)
    {
      context.identity = identity
      context.sessionHash = hash
      context.csrfToken = SecretText.derived(from: secret, for: "csrf")
    }
    return try await next(request, context)
  }
}

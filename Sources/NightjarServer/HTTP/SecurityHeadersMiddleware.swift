import HTTPTypes
import Hummingbird

/// Sets the headers that make browsers careful.
///
/// Scripts, styles and images come from this server only, none of them inside a page, and no page may frame another. The
/// referrer stays in the site: with none at all, browsers would send forms with the origin `null`.
struct SecurityHeadersMiddleware: RouterMiddleware {
  typealias Context = ServerContext

  static let contentSecurityPolicy = [
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'",
    "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'",
  ].joined(separator: "; ")

  let isSecure: Bool

  func handle(
    _ request: Request, context: ServerContext,
    next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.referrerPolicy] = "same-origin"
    response.headers[.frameOptions] = "DENY"
    response.headers[.openerPolicy] = "same-origin"
    response.headers[.resourcePolicy] = "same-origin"
    response.headers[.permissionsPolicy] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    if FailureMiddleware.surface(request) == .elasticsearch {
      // The clients refuse to talk to a server that does not send it.
      response.headers[.elasticProduct] = "Elasticsearch"
    }
    return response
  }
}

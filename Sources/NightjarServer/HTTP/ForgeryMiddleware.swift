import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Refuses requests that another site made a browser send.
///
/// A request that changes state and is identified by the session's cookie must carry the session's token, in the header
/// `X-CSRF-Token` or in the field `csrf` of a form, and must not say that it comes from elsewhere. Requests without a
/// cookie carry their own credentials, which no browser adds by itself; they only must not come from elsewhere.
struct ForgeryMiddleware: RouterMiddleware {
  typealias Context = ServerContext

  /// Forms are at most this long.
  static let maximumForm = 2 << 20

  func handle(
    _ request: Request, context: ServerContext,
    next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    guard ![.get, .head, .options].contains(request.method) else { return try await next(request, context) }
    try Self.checkOrigin(request)
    guard let token = context.csrfToken else { return try await next(request, context) }
    var request = request
    let sent = try await Self.token(&request)
    guard let sent, SecretText.isEqual(sent, token) else {
      throw APIFailure(
        .forbidden, "security_exception", "the token against forgery is missing or wrong; load the page again"
      )
    }
    return try await next(request, context)
  }

  private static func token(_ request: inout Request) async throws -> String? {
    if let header = request.headers[.csrfToken] { return header }
    guard request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") ?? false else {
      return nil
    }
    let content = try await request.content(limit: maximumForm)
    request.body = RequestBody(buffer: content)
    return FormBody(String(buffer: content))["csrf"]
  }

  private static func checkOrigin(_ request: Request) throws(APIFailure) {
    let refusal = APIFailure(.forbidden, "security_exception", "the request comes from another site")
    if let site = request.headers[.fetchSite], site != "same-origin", site != "none" { throw refusal }
    guard let origin = request.headers[.origin] else { return }
    guard let host = request.head.authority ?? request.headers[HTTPField.Name("Host") ?? .date],
      let mark = origin.range(of: "://"), origin[mark.upperBound...].lowercased() == host.lowercased()
    else { throw refusal }
  }
}

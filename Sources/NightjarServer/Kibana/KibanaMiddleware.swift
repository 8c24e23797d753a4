import HTTPTypes
import Hummingbird

/// Requires Kibana's header `kbn-xsrf` on requests to Kibana's API that change something.
struct KibanaMiddleware: RouterMiddleware {
  typealias Context = ServerContext

  func handle(
    _ request: Request, context: ServerContext,
    next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    let path = request.uri.path
    let isKibana = Surface(path: path) == .kibana && !path.hasPrefix("/api/nightjar/")
    let changes = ![HTTPRequest.Method.get, .head, .options].contains(request.method)
    guard isKibana, changes, request.headers[.kbnXSRF] == nil else { return try await next(request, context) }
    throw APIFailure.bad("Request must contain a kbn-xsrf header.")
  }
}

import Events
import HTTPTypes
import Hummingbird
import Logging
import OrderedCollections
import Storage

/// Turns what is thrown into the response that the client of the path knows.
struct FailureMiddleware: RouterMiddleware {
  typealias Context = ServerContext

  let pages: any PageRenderer

  func handle(
    _ request: Request, context: ServerContext,
    next: (Request, ServerContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      let failure = Self.failure(error, request, context)
      return render(failure, request, context)
    }
  }

  /// The failure that an error means. Errors that nobody foresaw are logged by their type only: their text may hold
  /// anything.
  private static func failure(
    _ error: any Error, _ request: Request, _ context: ServerContext
  ) -> APIFailure {
    switch error {
    case let failure as APIFailure: return failure
    case let failure as StoreError: return self.failure(failure, context)
    case let failure as HTTPError where failure.status == .notFound:
      return .missing("there is nothing at this path")
    case let failure as any HTTPResponseError where failure.status.kind == .clientError:
      return APIFailure(failure.status, "illegal_argument_exception", "the request cannot be understood")
    default:
      context.logger.error("request failed", metadata: ["error": "\(type(of: error))"])
      return APIFailure(.internalServerError, "exception", "something went wrong; see the log of the server")
    }
  }

  private static func failure(_ error: StoreError, _ context: ServerContext) -> APIFailure {
    switch error.kind {
    case .refused: return .bad(error.message)
    case .busy, .fullDisk:
      return APIFailure(
        .tooManyRequests, error.kind == .busy ? "es_rejected_execution_exception" : "cluster_block_exception",
        error.description, headers: [.retryAfter: "5"])
    default:
      context.logger.error("the store failed", metadata: ["kind": "\(error.kind.rawValue)"])
      return APIFailure(
        .serviceUnavailable, "cluster_block_exception", "the store is not available: \(error.description)",
        headers: [.retryAfter: "30"])
    }
  }

  private func render(_ failure: APIFailure, _ request: Request, _ context: ServerContext) -> Response {
    switch Self.surface(request) {
    case .elasticsearch:
      return .json(failure.elasticsearchBody, status: failure.status, headers: failure.headers)
    case .kibana: return .json(failure.kibanaBody, status: failure.status, headers: failure.headers)
    case .pages:
      let isNavigation = request.method == .get && failure.status == .unauthorized
      if isNavigation, request.headers[.authorization] == nil {
        return .seeOther("/sign-in?next=\(Self.escaped(request.uri.string))")
      }
      var headers = failure.headers
      headers[.wwwAuthenticate] = nil
      return .text(
        pages.failure(failure, identity: context.identity), type: "text/html; charset=utf-8",
        status: failure.status, headers: headers)
    }
  }

  /// Programs that ask for the root or another path of pages are answered as by Elasticsearch.
  static func surface(_ request: Request) -> Surface {
    let surface = Surface(path: request.uri.path)
    guard surface == .pages, !request.acceptsHTML else { return surface }
    return .elasticsearch
  }

  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "-._~/".utf8.contains(byte)
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }
}

extension Request {
  /// Whether the client is one that shows pages.
  var acceptsHTML: Bool { headers[.accept]?.contains("text/html") ?? false }
}

extension APIFailure {
  /// The failure as Elasticsearch writes it.
  var elasticsearchBody: JSON {
    let cause: JSONObject = ["type": .string(type), "reason": .string(reason)]
    var error = cause
    error = ["root_cause": .array([.object(cause)])]
    for (key, value) in cause { error[key] = value }
    return ["error": .object(error), "status": .number(JSONNumber(status.code))]
  }

  /// The failure as Kibana writes it.
  var kibanaBody: JSON {
    [
      "statusCode": .number(JSONNumber(status.code)), "error": .string(status.reasonPhrase),
      "message": .string(reason),
    ]
  }
}

import Events
import Foundation
import OrderedCollections
import Synchronization
import TestSupport

/// An HTTP server that remembers what it is sent, and answers with the status in the path, such as `/503`. A number after
/// that is `Retry-After`; redirects lead to `/200/redirected`.
final class HTTPRecorder: Sendable {
  /// A request.
  struct Request: Sendable {
    let path: String
    let headers: [String: String]
    let body: String
  }

  private final class Log: Sendable {
    let requests = Mutex<[Request]>([])
  }

  private let server: LoopbackServer
  private let log = Log()

  init() async throws {
    server = try await LoopbackServer { [log] request in
      log.requests.withLock {
        $0.append(
          Request(
            path: request.uri, headers: request.headers, body: String(decoding: request.body, as: UTF8.self)))
      }
      return Self.answer(request.uri, request.headers["authorization"] ?? "")
    }
  }

  private static func answer(_ path: String, _ authorization: String) -> LoopbackServer.Response {
    let parts = path.split(separator: "/")
    let status = parts.first.flatMap { Int($0) } ?? 200
    var headers: [(String, String)] = []
    if [301, 302, 307, 308].contains(status) { headers.append(("Location", "/200/redirected")) }
    if parts.count > 1, Int(parts[1]) != nil { headers.append(("Retry-After", String(parts[1]))) }
    // A server that is careless with what it was sent.
    return LoopbackServer.Response(status, "you sent \(authorization)", headers: headers)
  }

  /// Where the server is reached.
  var endpoint: String { server.endpoint }
  /// The port.
  var port: Int { URL(string: server.endpoint)?.port ?? 0 }
  /// What was sent so far.
  var requests: [Request] { log.requests.withLock { $0 } }
}

import HTTPTypes
import Hummingbird

/// Takes Kibana's prefix of the default space, `/s/default`, off a path.
struct SpacePrefix<Next: HTTPResponder>: HTTPResponder where Next.Context == ServerContext {
  typealias Context = ServerContext

  private static var prefix: String { "/s/default" }

  let next: Next

  func respond(to request: Request, context: ServerContext) async throws -> Response {
    guard let path = request.head.path, path.hasPrefix(Self.prefix + "/") else {
      return try await next.respond(to: request, context: context)
    }
    var head = request.head
    head.path = String(path.dropFirst(Self.prefix.count))
    return try await next.respond(to: Request(head: head, body: request.body), context: context)
  }
}

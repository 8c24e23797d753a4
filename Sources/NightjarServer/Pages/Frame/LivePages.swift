import HTTPTypes
import Hummingbird
import NIOCore

/// News for pages that are open, as server-sent events (HTML Living Standard §9.2).
struct LivePages: RouteGroup {
  let site: PageSite

  /// A comment is sent so often, so that a connection on which nothing happens stays open.
  private static let heartbeat: Duration = .seconds(20)

  func add(to router: Router<ServerContext>) {
    router.get("/live") { _, context in try stream(context) }
  }

  private func stream(_ context: ServerContext) throws -> Response {
    try context.require(.read)
    guard let messages = site.services.updates.watch() else {
      throw APIFailure(
        .serviceUnavailable, "es_rejected_execution_exception", "too many pages are open; close some",
        headers: [.retryAfter: "30"])
    }
    let body = ResponseBody { writer in
      try await writer.write(ByteBuffer(string: ": open\n\n"))
      try await withThrowingTaskGroup(of: Void.self) { group in
        let (texts, texting) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(64))
        group.addTask {
          for await message in messages { texting.yield("event: \(message.event)\ndata: \(message.data)\n\n") }
          texting.finish()
        }
        group.addTask {
          while !Task.isCancelled {
            try await Task.sleep(for: Self.heartbeat)
            texting.yield(": still here\n\n")
          }
        }
        for await text in texts { try await writer.write(ByteBuffer(string: text)) }
        group.cancelAll()
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"], body: body)
  }
}

import Engine
import Events
import HTTPTypes
import Hummingbird
import NIOCore
import OrderedCollections
import Storage

/// How the server does, for machines and for people, and the stream of new alerts.
struct HealthRoutes: RouteGroup {
  let services: ServerServices

  func add(to router: Router<ServerContext>) {
    router.get("/healthz") { _, _ in healthz() }
    router.get("/metrics") { _, context in
      try context.require(.read)
      return Response.text(services.engine.metrics.text, type: "text/plain; version=0.0.4; charset=utf-8")
    }
    router.get("/api/nightjar/health") { _, context in try await health(context) }
    router.get("/api/nightjar/stream") { _, context in try stream(context) }
  }

  /// Says to anybody whether the server takes events; nothing else.
  private func healthz() -> Response {
    let isWell = services.store.health.isWritable
    return .json(["status": isWell ? "ok" : "failing"], status: isWell ? .ok : .serviceUnavailable)
  }

  private func health(_ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let now = services.now()
    let (events, days, queues) = try await services.store.asyncRead { reader in
      (try reader.eventCount(), try reader.days(), try reader.deliveryCounts())
    }
    let store = services.store.health
    let scheduler = services.engine.scheduler
    return .json([
      "findings": .array(
        services.engine.monitor.findings.map { finding in
          [
            "check": .string(finding.check.rawValue), "subject": .string(finding.subject), "text": .string(finding.text),
          ]
        }),
      "store": [
        "writable": .bool(store.isWritable), "failure": store.failure.map { .string($0.description) } ?? .null,
        "events": .number(JSONNumber(events)), "bytes": .number(JSONNumber(days.reduce(0) { $0 + $1.bytes })),
        "days": .number(JSONNumber(days.count)),
      ],
      "rules": [
        "failing": .object(
          JSONObject(scheduler.failures.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }, uniquingKeysWith: { $1 })),
        "lag": scheduler.lag(at: now).map {
          ["rule_id": .string($0.rule), "seconds": .number(JSONNumber(Int($0.nanoseconds / 1_000_000_000)))]
        } ?? .null,
        "problems": .array(services.engine.rules.edition.problems.map { .string($0) }),
      ],
      "sources": .array(
        services.engine.sources.arrivals.sorted { ($0.key.account, $0.key.region) < ($1.key.account, $1.key.region) }.map {
          [
            "account": .string($0.key.account), "region": .string($0.key.region),
            "last_arrival": .string($0.value.description),
          ]
        }),
      "queues": .object(
        JSONObject(
          queues.sorted { $0.key < $1.key }.map { sink, counts in
            (
              sink,
              .object(
                JSONObject(
                  counts.map { ($0.key.rawValue, .number(JSONNumber($0.value))) }.sorted { $0.0 < $1.0 },
                  uniquingKeysWith: { $1 }))
            )
          }, uniquingKeysWith: { $1 })),
    ])
  }

  // MARK: Stream

  /// Server-sent events: `alert` for new alerts, `change` for changed ones, and a comment now and then so that a connection
  /// that nobody listens to is noticed.
  private func stream(_ context: ServerContext) throws -> Response {
    try context.require(.read)
    guard let messages = services.updates.watch() else {
      throw APIFailure(
        .tooManyRequests, "rate_limit_exception", "too many streams are open", headers: [.retryAfter: "30"])
    }
    let body = ResponseBody { writer in
      try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
      for await message in messages {
        let text = message.event.isEmpty ? ": still here\n\n" : "event: \(message.event)\ndata: \(message.data)\n\n"
        try await writer.write(ByteBuffer(string: text))
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
  }
}

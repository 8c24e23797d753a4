import Events
import HTTPTypes
import Hummingbird
import OrderedCollections
import Storage

/// What Elasticsearch says about itself, and what shippers prepare before they send: index templates, life cycles,
/// pipelines and data streams.
///
/// Fields have their types and records are mapped without any of these, so preparing them is accepted and does nothing;
/// what was prepared is not there when one asks.
struct ClusterRoutes: RouteGroup {
  let services: ServerServices

  func add(to router: Router<ServerContext>) {
    router.get("/") { request, context in try root(request, context) }
    router.head("/") { _, _ in Response(status: .ok) }
    for path in [
      "/_license", "/_xpack", "/_nodes", "/_nodes/ingest", "/_nodes/http", "/_cluster/health", "/_cat/health",
    ] {
      router.get(RouterPath(path)) { request, context in try await state(path, request, context) }
    }
    router.get("/_cat/indices") { request, context in try await indices(request, context) }
    addPreparations(to: router)
  }

  private func addPreparations(to router: Router<ServerContext>) {
    let paths: [RouterPath] = [
      "/_index_template/:name", "/_component_template/:name", "/_template/:name", "/_ilm/policy/:name",
      "/_ingest/pipeline/:name", "/_data_stream/:name", "/_alias/:name",
    ]
    for path in paths {
      router.put(path) { request, context in try await prepare(request, context) }
      router.on(path, method: .head) { _, context in
        try requireAny(context)
        return Response(status: .notFound)
      }
      router.get(path) { _, context -> Response in
        try requireAny(context)
        throw APIFailure.missing(
          "[\(context.parameters.get("name") ?? "")] is not there: mappings are built in")
      }
    }
  }

  private func requireAny(_ context: ServerContext) throws {
    guard let identity = context.identity else { throw APIFailure.unauthenticated }
    guard identity.may(.ingest) || identity.may(.read) else { throw APIFailure.forbidden(.read) }
  }

  private func prepare(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.ingest)
    _ = try await request.content(limit: services.options.maximumUpload)
    return .json(["acknowledged": true])
  }

  private func root(_ request: Request, _ context: ServerContext) throws -> Response {
    if request.acceptsHTML { return .seeOther(context.identity == nil ? "/sign-in" : "/alerts") }
    try requireAny(context)
    let version = ServerServices.elasticsearchVersion
    return .json(
      [
        "name": "nightjar", "cluster_name": "nightjar", "cluster_uuid": "bmlnaHRqYXItY2x1c3Rlcg",
        "version": [
          "number": .string(version), "build_flavor": "default", "build_type": "tar",
          "build_hash": "nightjar",
          "build_date": "2026-01-01T00:00:00.000Z", "build_snapshot": false, "lucene_version": "10.2.2",
          "minimum_wire_compatibility_version": "8.19.0", "minimum_index_compatibility_version": "8.0.0",
        ],
        "tagline": "You Know, for Search",
      ], headers: [:])
  }

  private func state(_ path: String, _ request: Request, _ context: ServerContext) async throws -> Response {
    try requireAny(context)
    switch path {
    case "/_license":
      return .json([
        "license": [
          "status": "active", "uid": "00000000-0000-0000-0000-000000000000", "type": "basic",
          "issue_date_in_millis": 0, "max_nodes": 1, "issued_to": "nightjar", "issuer": "nightjar",
          "start_date_in_millis": -1,
        ]
      ])
    case "/_xpack":
      return .json([
        "build": ["hash": "nightjar", "date": "2026-01-01T00:00:00.000Z"],
        "license": [
          "uid": "00000000-0000-0000-0000-000000000000", "type": "basic", "mode": "basic", "status": "active",
        ],
        "features": [
          "ilm": ["available": true, "enabled": false], "security": ["available": true, "enabled": true],
        ],
        "tagline": "You know, for X",
      ])
    case "/_cluster/health", "/_cat/health": return health(path, request)
    default:
      return .json([
        "_nodes": ["total": 1, "successful": 1, "failed": 0], "cluster_name": "nightjar",
        "nodes": [
          "nightjar": [
            "name": "nightjar", "version": .string(ServerServices.elasticsearchVersion),
            "roles": ["data", "ingest"],
            "ingest": ["processors": []],
          ]
        ],
      ])
    }
  }

  private func health(_ path: String, _ request: Request) -> Response {
    let status = services.store.health.failure == nil ? "green" : "red"
    guard path == "/_cat/health" else {
      return .json([
        "cluster_name": "nightjar", "status": .string(status), "timed_out": false, "number_of_nodes": 1,
        "number_of_data_nodes": 1, "active_primary_shards": 1, "active_shards": 1, "relocating_shards": 0,
        "initializing_shards": 0, "unassigned_shards": 0, "delayed_unassigned_shards": 0,
        "number_of_pending_tasks": 0,
        "number_of_in_flight_fetch": 0, "task_max_waiting_in_queue_millis": 0,
        "active_shards_percent_as_number": 100.0,
      ])
    }
    let now = services.now()
    let seconds = now.nanoseconds / 1_000_000_000
    return .text(
      "\(seconds) \(now.description.dropFirst(11).prefix(8)) nightjar \(status) 1 1 1 1 0 0 0 0 - 100.0%\n")
  }

  private func indices(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.read)
    let (events, alerts) = try await services.store.asyncRead { reader in
      (try reader.eventCount(), try reader.alertCount(.init(includesBuildingBlocks: true)))
    }
    return .text("green open events \(events)\ngreen open \(IndexName.alerts) \(alerts)\n")
  }
}

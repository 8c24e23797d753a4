import Events
import HTTPTypes
import Hummingbird
import OrderedCollections
import Storage

/// What Kibana says about itself: its version, spaces, who asks, and what they may do.
struct KibanaRoutes: RouteGroup {
  let services: ServerServices

  private static let space: JSON = [
    "id": "default", "name": "Default", "description": "The only space.", "disabledFeatures": [], "_reserved": true,
  ]

  func add(to router: Router<ServerContext>) {
    router.get("/api/status") { _, context in try status(context) }
    router.get("/api/spaces/space") { _, context in
      try context.require(.read)
      return Response.json([Self.space])
    }
    router.get("/api/spaces/space/:id") { _, context -> Response in
      try context.require(.read)
      guard context.parameters.get("id") == "default" else {
        throw APIFailure.missing("there is only the space [default]")
      }
      return .json(Self.space)
    }
    router.get("/internal/security/me") { _, context in try me(context) }
    router.get("/api/detection_engine/privileges") { _, context in try privileges(context) }
    for method in [HTTPRequest.Method.get, .post] {
      router.on("/api/detection_engine/index", method: method) { _, context in
        try context.require(method == .get ? .read : .writeRules)
        guard method == .get else { return Response.json(["acknowledged": true]) }
        return .json(["name": .string(IndexName.alerts), "index_mapping_outdated": false])
      }
    }
  }

  private func status(_ context: ServerContext) throws -> Response {
    let isWell = services.store.health.isWritable
    var body: JSONObject = [
      "name": "nightjar", "uuid": "00000000-0000-0000-0000-000000000000",
      "version": [
        "number": .string(ServerServices.elasticsearchVersion), "build_hash": "nightjar", "build_number": 1,
        "build_snapshot": false, "build_flavor": "traditional", "build_date": "2026-01-01T00:00:00.000Z",
      ],
    ]
    let overall: JSON = [
      "level": isWell ? "available" : "unavailable",
      "summary": isWell ? "All services are available" : "The store does not take events",
    ]
    body["status"] = ["overall": overall]
    // Who is not known learns only whether the server works, as in Kibana.
    guard context.identity != nil else { return .json(["status": ["overall": ["level": overall["level"] ?? .null]]]) }
    return .json(body)
  }

  private func me(_ context: ServerContext) throws -> Response {
    guard let identity = context.identity else { throw APIFailure.unauthenticated }
    return .json([
      "username": .string(identity.user), "roles": .array(identity.roles.map { .string($0.rawValue) }),
      "full_name": .null, "email": .null, "metadata": [:], "enabled": true,
      "authentication_realm": ["name": "nightjar", "type": "native"],
      "lookup_realm": ["name": "nightjar", "type": "native"],
      "authentication_type": identity.kind == .key ? "api_key" : "realm",
      "authentication_provider": ["type": "basic", "name": "basic"], "elastic_cloud_user": false,
    ])
  }

  private func privileges(_ context: ServerContext) throws -> Response {
    guard let identity = context.identity else { throw APIFailure.unauthenticated }
    let writes = JSON.bool(identity.may(.writeRules))
    return .json([
      "username": .string(identity.user), "has_all_requested": writes,
      "cluster": ["manage": writes, "monitor": true],
      "index": [
        IndexName.alerts: [
          "read": .bool(identity.may(.read)), "write": .bool(identity.may(.workAlerts)), "maintenance": writes,
          "view_index_metadata": .bool(identity.may(.read)),
        ]
      ],
      "application": [:], "is_authenticated": true, "has_encryption_key": true,
    ])
  }
}

import Events
import Hummingbird
import NIOCore
import OrderedCollections

/// `_bulk`, and single documents, which are bulk requests of one item.
struct BulkRoutes: RouteGroup {
  let services: ServerServices
  let gate: IngestGate

  init(services: ServerServices) {
    self.services = services
    gate = IngestGate(maximum: services.options.maximumPending)
  }

  func add(to router: Router<ServerContext>) {
    for method in [HTTPRequest.Method.post, .put] {
      router.on("/_bulk", method: method) { request, context in try await bulk(request, context, index: nil) }
      router.on("/:index/_bulk", method: method) { request, context in
        try await bulk(request, context, index: context.parameters.require("index"))
      }
      router.on("/:index/_doc/:id", method: method) { request, context in
        try await single(request, context, request.parameters["op_type"] == "create" ? .create : .index)
      }
      router.on("/:index/_create/:id", method: method) { request, context in
        try await single(request, context, .create)
      }
    }
    router.post("/:index/_doc") { request, context in try await single(request, context, .index) }
  }

  private func bulk(_ request: Request, _ context: ServerContext, index: String?) async throws -> Response {
    try context.require(.ingest)
    let started = services.now()
    let bytes = try await body(request)
    let bulk = try BulkRequest(bytes, index: index)
    let results = try await gate.pass(bytes: bytes.count) {
      try await BulkIngest(sink: services.sink).run(bytes, bulk)
    }
    let took = (services.now().nanoseconds - started.nanoseconds) / 1_000_000
    return .json(
      FilterPath(request.parameters["filter_path"]).apply([
        "took": .number(JSONNumber(Int(max(0, took)))),
        "errors": .bool(results.contains(where: \.isError)),
        "items": .array(results.map(\.json)),
      ]))
  }

  private func body(_ request: Request) async throws -> [UInt8] {
    var buffer = try await request.content(limit: services.options.maximumUpload)
    return buffer.readBytes(length: buffer.readableBytes) ?? []
  }

  private func single(
    _ request: Request, _ context: ServerContext, _ operation: BulkRequest.Operation
  ) async throws -> Response {
    try context.require(.ingest)
    let bytes = try await body(request)
    let item = BulkRequest.Item(
      operation: operation, index: try context.parameters.require("index"), id: context.parameters.get("id"),
      document: 0..<bytes.count)
    let results = try await gate.pass(bytes: bytes.count) {
      try await BulkIngest(sink: services.sink).run(bytes, BulkRequest(item))
    }
    guard let result = results.first, let members = result.json[operation.rawValue]?.object,
      let status = members["status"]?.integer
    else { throw APIFailure(.internalServerError, "exception", "an item was left without an answer") }
    guard let error = members["error"] else {
      var shown = members
      shown["status"] = nil
      return .json(shown, status: .init(code: status))
    }
    throw APIFailure(.init(code: status), error["type"]?.string ?? "", error["reason"]?.string ?? "")
  }
}

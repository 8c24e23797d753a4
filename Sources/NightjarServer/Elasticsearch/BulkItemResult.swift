import Events
import OrderedCollections

/// The answer to one item of a bulk request.
struct BulkItemResult: Sendable {
  let operation: BulkRequest.Operation
  let index: String
  let id: String?
  let content: Content

  enum Content: Sendable {
    case stored(SentResult)
    case failed(status: Int, type: String, reason: String)
  }

  var isError: Bool {
    switch content {
    case .failed: true
    case .stored(.exists): operation == .create
    case .stored: false
    }
  }

  /// The answer as Elasticsearch writes it.
  var json: JSON { [operation.rawValue: .object(members)] }

  private var members: JSONObject {
    var members: JSONObject = ["_index": .string(index), "_id": id.map { .string($0) } ?? .null]
    switch content {
    case .failed(let status, let type, let reason):
      members["status"] = .number(JSONNumber(status))
      members["error"] = ["type": .string(type), "reason": .string(reason)]
    case .stored(.exists(let seq)) where operation == .create:
      members["status"] = 409
      members["error"] = [
        "type": "version_conflict_engine_exception",
        "reason": .string(
          "[\(id ?? "")]: version conflict, document already exists (current version [1], sequence \(seq))"),
        "index": .string(index),
      ]
    case .stored(let result):
      let isNew = if case .created = result { true } else { false }
      members["_version"] = 1
      members["result"] = isNew ? "created" : "updated"
      members["_shards"] = ["total": 1, "successful": 1, "failed": 0]
      members["_seq_no"] = .number(JSONNumber(Int(result.seq)))
      members["_primary_term"] = 1
      members["status"] = isNew ? 201 : 200
    }
    return members
  }
}

import Events
import OrderedCollections

/// Documents as they are shown: `event.ingested` is the time that the store took them.
enum StoredDocument {
  static func shown(_ document: JSONObject, ingested: Timestamp) -> JSONObject {
    let arrival = JSON.string(ingested.description)
    var result = document
    result["event.ingested"] = nil
    switch result["event"] {
    case .object?, nil, .null?: result.update("event") { $0["ingested"] = arrival }
    case .array(let elements)?:
      // Objects in a list stay as they are, but for the time.
      result["event"] = .array(elements.map(withoutTime))
      result["event.ingested"] = arrival
    case .bool?, .number?, .string?: result["event.ingested"] = arrival
    }
    return result
  }

  private static func withoutTime(_ value: JSON) -> JSON {
    switch value {
    case .object(var members):
      members["ingested"] = nil
      return .object(members)
    case .array(let elements): return .array(elements.map(withoutTime))
    case .null, .bool, .number, .string: return value
    }
  }
}

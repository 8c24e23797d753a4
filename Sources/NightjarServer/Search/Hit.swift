import Events
import OrderedCollections

/// A document that a search found, before it is shown.
struct Hit {
  let index: String
  let id: String
  /// Its place in the order of arrival.
  let seq: Int64
  /// The time in `@timestamp`.
  let time: Timestamp?
  let document: JSONObject

  /// The scalar values of a field.
  func values(_ field: String) -> [JSON] {
    switch field {
    case "_id": return [.string(id)]
    case "_index": return [.string(index)]
    default: break
    }
    var found: [JSON] = []
    let path = field.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    JSON.object(document).forEachScalar(at: path[...]) { found.append($0) }
    return found
  }
}

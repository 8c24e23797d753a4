import Events
import OrderedCollections

/// Alerts of one version of a rule share the fields that describe the rule: these are stored once.
enum AlertPacking {
  private static let prefix = "kibana.alert.rule."

  /// Whether alerts of a rule share a field. Its name can be overridden for each alert.
  private static func isShared(_ key: String) -> Bool {
    key.hasPrefix(prefix) && key != AlertName.ruleName && !key.hasPrefix(prefix + "execution")
  }

  /// The fields that are shared, each with its place in the document, and the others.
  static func split(_ document: JSONObject) -> (shared: JSON, rest: JSONObject) {
    var shared: [JSON] = []
    var rest: JSONObject = [:]
    for (place, member) in document.enumerated() {
      if isShared(member.key) {
        shared.append(.array([.number(JSONNumber(place)), .string(member.key), member.value]))
      } else {
        rest[member.key] = member.value
      }
    }
    return (.array(shared), rest)
  }

  /// The document again.
  static func join(_ shared: JSON, _ rest: JSONObject) -> JSONObject {
    let fields = shared.array ?? []
    var document: JSONObject = [:]
    document.reserveCapacity(fields.count + rest.count + 8)
    var remaining = rest.elements[...]
    for field in fields {
      guard let parts = field.array, parts.count == 3, let place = parts[0].integer, let key = parts[1].string
      else { continue }
      while document.count < place, let next = remaining.popFirst() { document[next.key] = next.value }
      document[key] = parts[2]
    }
    for (key, value) in remaining { document[key] = value }
    return document
  }
}

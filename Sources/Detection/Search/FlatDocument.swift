import Events
import OrderedCollections

/// Documents as fields with dotted names.
enum FlatDocument {
  /// The fields of a document that have values; those in lists of objects are lists.
  static func fields(_ document: JSONObject) -> JSONObject {
    var fields: JSONObject = [:]
    add(.object(document), "", &fields)
    return fields
  }

  private static func add(_ value: JSON, _ path: String, _ fields: inout JSONObject) {
    switch value {
    case .null: return
    case .object(let members):
      for (key, member) in members { add(member, path.isEmpty ? key : "\(path).\(key)", &fields) }
    case .array(let elements): for element in elements { add(element, path, &fields) }
    case .bool, .number, .string:
      guard let known = fields[path] else {
        fields[path] = value
        return
      }
      fields[path] = .array((known.array ?? [known]) + [value])
    }
  }
}

import Events
import OrderedCollections

/// Documents as fields with dotted names.
enum FlatDocument {
  /// The fields of a document that have values; those in lists of objects are lists. A null is what the types say it is.
  static func fields(_ document: JSONObject, types: FieldTypes) -> JSONObject {
    var fields: JSONObject = [:]
    add(.object(document), "", types, &fields)
    return fields
  }

  private static func add(_ value: JSON, _ path: String, _ types: FieldTypes, _ fields: inout JSONObject) {
    switch value {
    case .null:
      if let null = types.mapping?.field(path)?.nullValue { add(null, path, types, &fields) }
    case .object(let members):
      for (key, member) in members { add(member, path.isEmpty ? key : "\(path).\(key)", types, &fields) }
    case .array(let elements): for element in elements { add(element, path, types, &fields) }
    case .bool, .number, .string:
      guard let known = fields[path] else {
        fields[path] = value
        return
      }
      fields[path] = .array((known.array ?? [known]) + [value])
    }
  }
}

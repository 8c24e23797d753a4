import Events
import OrderedCollections
import Query

/// Which fields documents have: those of the latest documents, with the types that searches give them.
struct FieldSurvey {
  /// So many documents are looked at.
  static let maximumDocuments = 1000
  private static let maximumFields = 10_000

  private(set) var fields: [String: FieldType] = ["_id": .keyword, "_index": .keyword]

  /// Looks at the latest documents.
  ///
  /// - Throws: `StoreError`.
  init(_ hits: HitReader) throws {
    var count = 0
    var found = fields
    try hits.forEach(.timeDescending) { hit in
      Self.add(.object(hit.document), "", hits.types, &found)
      count += 1
      return count < Self.maximumDocuments && found.count < Self.maximumFields
    }
    fields = found
  }

  private static func add(
    _ value: JSON, _ path: String, _ types: FieldTypes, _ found: inout [String: FieldType]
  ) {
    switch value {
    case .null: return
    case .object(let members):
      for (key, member) in members { add(member, path.isEmpty ? key : "\(path).\(key)", types, &found) }
    case .array(let elements): for element in elements { add(element, path, types, &found) }
    case .bool: found[path] = types.isMapped(path) ? types.type(of: path) : .boolean
    case .number(let number):
      found[path] = types.isMapped(path) ? types.type(of: path) : number.isInteger ? .long : .double
    case .string: found[path] = types.type(of: path)
    }
  }

  /// The answer of `_field_caps` for fields whose names fit patterns.
  func capabilities(_ patterns: [String]) -> JSONObject {
    let wildcards = patterns.map { Wildcard($0) }
    var shown: JSONObject = [:]
    for (name, type) in fields.sorted(by: { $0.key < $1.key })
    where wildcards.contains(where: { $0.matches(name, ignoresCase: false) }) {
      let isMetadata = name.hasPrefix("_")
      shown[name] = [
        type.rawValue: [
          "type": .string(isMetadata ? name : type.rawValue), "metadata_field": .bool(isMetadata), "searchable": true,
          "aggregatable": .bool(!type.isText),
        ]
      ]
    }
    return shown
  }

  /// The answer of `_mapping`: objects with the types of their members.
  func mapping() -> JSONObject {
    var properties: JSONObject = [:]
    for (name, type) in fields.sorted(by: { $0.key < $1.key }) where !name.hasPrefix("_") {
      let path = name.split(separator: ".").map(String.init).joined(separator: ".properties.")
      properties.set(path + ".type", to: .string(type.rawValue))
    }
    return properties
  }
}

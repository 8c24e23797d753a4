import Events

/// Reads single fields of complete documents, with the rules of field paths.
enum FieldLookup {
  static func scalars(_ document: JSONObject, _ path: String) -> [JSON] {
    var found: [JSON] = []
    let parts = path.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let keys = parts.map { String(Substring($0)) }
    JSON.object(document).forEachScalar(at: keys[...]) { found.append($0) }
    return found
  }

  static func texts(_ document: JSONObject, _ path: String) -> [String] {
    scalars(document, path).compactMap(text)
  }

  static func text(_ scalar: JSON) -> String? {
    switch scalar {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let flag): flag ? "true" : "false"
    case .null, .array, .object: nil
    }
  }
}

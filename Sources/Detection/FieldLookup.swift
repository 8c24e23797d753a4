import Events

/// Reads single fields of complete documents, with the rules of field paths.
enum FieldLookup {
  /// The values of a field as they stand in the document, or, with other types, as a user's mapping has them searched.
  static func scalars(_ document: JSONObject, _ path: String, _ types: FieldTypes = .standard) -> [JSON] {
    types.scalars(path, in: document)
  }

  static func texts(_ document: JSONObject, _ path: String, _ types: FieldTypes = .standard) -> [String] {
    scalars(document, path, types).compactMap(text)
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

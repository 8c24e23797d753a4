import Events
import OrderedCollections

/// Reads single fields of documents as texts, with the rules of field paths.
enum FieldText {
  /// The first value of a field; nil when it has none.
  static func first(_ document: JSONObject, _ path: String) -> String? {
    if let value = document[path: path] { return first(value) }
    return all(document, path).first
  }

  /// All values of a field.
  static func all(_ document: JSONObject, _ path: String) -> [String] {
    var found: [String] = []
    let keys = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    JSON.object(document).forEachScalar(at: keys[...]) { value in
      if let text = first(value) { found.append(text) }
    }
    return found
  }

  /// The text of a value, of a list the first one.
  static func first(_ value: JSON) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let flag): flag ? "true" : "false"
    case .array(let elements): elements.lazy.compactMap(first).first
    case .null, .object: nil
    }
  }
}

import Events
import OrderedCollections

/// Finds the objects at a path of a document.
enum NestedObjects {
  static func find(_ document: JSONObject, _ path: String) -> [JSONObject] {
    var found: [JSONObject] = []
    collect(.object(document), path.split(separator: ".").map(String.init)[...], into: &found)
    return found
  }

  private static func collect(_ value: JSON, _ path: ArraySlice<String>, into found: inout [JSONObject]) {
    switch value {
    case .array(let elements):
      for element in elements { collect(element, path, into: &found) }
    case .object(let members):
      guard let first = path.first else {
        found.append(members)
        return
      }
      for length in 1...path.count {
        let key = length == 1 ? first : path.prefix(length).joined(separator: ".")
        if let member = members[key] { collect(member, path.dropFirst(length), into: &found) }
      }
    case .null, .bool, .number, .string:
      return
    }
  }
}

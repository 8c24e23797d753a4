import Events
import OrderedCollections

/// What a published schema demands of a document: a table of our own, made from the documents that it names.
struct Constraints {
  /// Paths that must be there. `[]` stands for every element of a list, which has at least one.
  var required: [String] = []
  /// The values that a path may have where it is there.
  var choices: [String: [JSON]] = [:]
  /// The longest texts.
  var lengths: [String: Int] = [:]
  /// The only members of the document; nil for any.
  var members: Set<String>?

  /// What is wrong with a document.
  func problems(_ document: JSON) -> [String] {
    var problems: [String] = []
    for path in required {
      let values = Self.values(document, path)
      if values.isEmpty || values.contains(where: { $0 == nil || $0 == .null || $0 == "" || $0 == [] }) {
        problems.append("\(path) is missing")
      }
    }
    for (path, allowed) in choices {
      for value in Self.values(document, path).compactMap(\.self) where !allowed.contains(value) {
        problems.append("\(path) has \(JSONWriter.text(value))")
      }
    }
    for (path, limit) in lengths {
      for value in Self.values(document, path) where (value?.string?.count ?? 0) > limit {
        problems.append("\(path) is too long")
      }
    }
    if let members {
      problems += (document.object ?? [:]).keys.filter { !members.contains($0) }.map { "\($0) is unknown" }
    }
    return problems
  }

  private static func values(_ document: JSON, _ path: String) -> [JSON?] {
    var values: [JSON?] = [document]
    for part in path.split(separator: ".") {
      let isList = part.hasSuffix("[]")
      let key = String(isList ? part.dropLast(2) : part)
      values = values.flatMap { value -> [JSON?] in
        let inner = value?[key]
        return isList ? (inner?.array ?? []).map { $0 } : [inner]
      }
    }
    return values
  }
}

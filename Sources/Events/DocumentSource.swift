public import OrderedCollections

/// A complete document as a source of field values.
///
/// Arrays are transparent, as in Elasticsearch: `a.b` finds `b` in every object of an array `a`. Keys that contain
/// dots are found as well (`{"event.action": …}` answers `event.action`). An empty string is a value; `null` is not.
public final class DocumentSource: FieldSource {
  private let paths: [[String]]
  private let arena = Arena()
  private var root: JSONObject = [:]
  private var prepared: [FieldValues?]

  /// A source for the fields of a catalog.
  ///
  /// - Parameters:
  ///   - prefix: A path that every field starts with and that is taken off, for objects inside a document.
  public init(catalog: FieldCatalog, below prefix: String = "") {
    paths = catalog.entries.map { entry in
      let path =
        prefix.isEmpty || !entry.path.hasPrefix(prefix + ".")
        ? entry.path : String(entry.path.dropFirst(prefix.count + 1))
      return path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }
    prepared = Array(repeating: nil, count: paths.count)
  }

  /// Moves to a document. Values of the one before become invalid.
  public func move(to document: JSONObject) {
    root = document
    arena.reset()
    for index in prepared.indices { prepared[index] = nil }
  }

  /// The values of a field.
  public func values(of field: Int) -> FieldValues {
    if let values = prepared[field] { return values }
    var found: [FieldValue] = []
    collect(.object(root), paths[field][...], into: &found)
    let values = arena.copy(found)
    prepared[field] = values
    return values
  }

  /// The document itself.
  public func document() -> JSONObject { root }

  private func collect(_ value: JSON, _ path: ArraySlice<String>, into found: inout [FieldValue]) {
    switch value {
    case .array(let elements):
      for element in elements { collect(element, path, into: &found) }
    case .object(let members):
      descend(members, path, into: &found)
    default:
      if path.isEmpty, let scalar = scalar(value) { found.append(scalar) }
    }
  }

  private func descend(_ members: JSONObject, _ path: ArraySlice<String>, into found: inout [FieldValue]) {
    guard let first = path.first else { return }
    if let value = members[first] { collect(value, path.dropFirst(), into: &found) }
    guard path.count > 1, members.keys.contains(where: { $0.contains(".") }) else { return }
    for length in 2...path.count {
      let key = path.prefix(length).joined(separator: ".")
      if let value = members[key] { collect(value, path.dropFirst(length), into: &found) }
    }
  }

  private func scalar(_ value: JSON) -> FieldValue? {
    switch value {
    case .string(let text): FieldValue(kind: .string, bytes: arena.copy(text))
    case .number(let number): FieldValue(kind: .number, bytes: arena.copy(number.text))
    case .bool(let flag): FieldValue(kind: .boolean, bytes: arena.copy(flag ? "true" : "false"))
    case .null, .array, .object: nil
    }
  }
}

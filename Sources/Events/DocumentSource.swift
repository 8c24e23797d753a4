public import OrderedCollections

/// A complete document as a source of field values.
///
/// Arrays are transparent, as in Elasticsearch: `a.b` finds `b` in every object of an array `a`. Keys that contain
/// dots are found as well (`{"event.action": …}` answers `event.action`). An empty string is a value; `null` is not.
/// What the user's own mapping says of null, of missing values and of `flattened` objects holds.
public final class DocumentSource: FieldSource {
  private let paths: [[String]]
  /// The fields of the user's mapping that are read in another way than by their scalars.
  private let special: [Int: MappedField]
  private let arena = Arena()
  private var root: JSONObject = [:]
  private var prepared: [FieldValues?]

  /// A source for the fields of a catalog.
  ///
  /// - Parameters:
  ///   - catalog: The catalog.
  ///   - prefix: A path that every field starts with and that is taken off, for objects inside a document.
  public init(catalog: FieldCatalog, below prefix: String = "") {
    paths = catalog.entries.map { entry in
      let path =
        prefix.isEmpty || !entry.source.hasPrefix(prefix + ".")
        ? entry.source : String(entry.source.dropFirst(prefix.count + 1))
      return path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }
    special = catalog.entries.enumerated().reduce(into: [:]) { special, entry in
      if let mapped = entry.element.mapped, mapped.isSpecial { special[entry.offset] = mapped }
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
    if !special.isEmpty, let mapped = special[field] {
      found = mapped.scalars(in: root, at: paths[field]).compactMap { arena.copy(scalar: $0) }
    } else {
      JSON.object(root).forEachScalar(at: paths[field][...]) { value in
        if let value = arena.copy(scalar: value) { found.append(value) }
      }
    }
    let values = arena.copy(found)
    prepared[field] = values
    return values
  }

  /// The document itself.
  public func document() -> JSONObject { root }
}

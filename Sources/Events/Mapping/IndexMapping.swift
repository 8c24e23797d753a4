/// The fields of an index mapping of the user's. They take precedence over those of ECS.
public struct IndexMapping: Sendable, Hashable {
  /// The fields by their complete paths, objects among them.
  public private(set) var fields: [String: MappedField]
  /// For each alias the field it stands for.
  public private(set) var aliases: [String: String]
  /// For each path of a document the names of aliases and multi-fields that read the values there.
  private let otherNames: [String: [String]]
  /// The fields that documents without a value have one of, sorted.
  public let constants: [String]

  /// A mapping of fields and aliases.
  ///
  /// - Parameters:
  ///   - fields: The fields by their complete paths.
  ///   - aliases: For each alias the path of a field.
  public init(fields: [String: MappedField], aliases: [String: String] = [:]) {
    self.fields = fields
    self.aliases = aliases
    constants = fields.filter { $0.value.constant != nil }.keys.sorted()
    var names: [String: [String]] = [:]
    for (name, field) in fields {
      if let source = field.source { names[source, default: []].append(name) }
    }
    for (alias, target) in aliases { names[fields[target]?.source ?? target, default: []].append(alias) }
    otherNames = names
  }

  /// The path that a name in a query means: an alias means the field it stands for.
  public func concrete(_ path: String) -> String {
    aliases[path] ?? path
  }

  /// What the mapping says of a field, of the one that an alias stands for, or of a leaf of a `flattened` object; nil when it
  /// says nothing.
  public func field(_ path: String) -> MappedField? {
    let path = concrete(path)
    if let field = fields[path] { return field }
    var root = path[...]
    while let dot = root.lastIndex(of: ".") {
      root = root[..<dot]
      if let field = fields[String(root)], field.type == .flattened { return field.asLeaf }
    }
    return nil
  }

  /// The aliases and multi-fields that read the values at a path of documents, in no order.
  public func names(reading path: String) -> [String] {
    otherNames[path] ?? []
  }
}

import OrderedCollections

/// Reads mappings of Elasticsearch indices. Those of several files and indices become one, in which the one read last counts.
///
/// Everything in a file is taken for hostile: its size, depth, names and number of fields are bounded.
public struct MappingReader: Sendable {
  /// A mapping file may have this many bytes.
  public static let maximumBytes = 32 << 20
  /// All files together may map this many fields.
  public static let maximumFields = 50_000
  /// Objects may be this deep; Elasticsearch allows 20 unless told otherwise.
  static let maximumDepth = 50
  /// The complete path of a field may have this many bytes.
  static let maximumPathBytes = 1024
  /// So many warnings are kept word for word.
  static let maximumWarnings = 50

  /// A definition with the file it stood in.
  struct Origin {
    let path: String
    /// The index or template, where the file has several.
    let section: String?

    var text: String { section.map { "\(path) (\(MappingProblem.shown($0)))" } ?? path }
  }

  private(set) var fields: [String: MappedField] = [:]
  private(set) var aliases: [String: String] = [:]
  private var origins: [String: Origin] = [:]
  private var warnings: [MappingProblem] = []
  private var knownWarnings: Set<MappingProblem> = []
  private var hasOmitted = false
  var origin = Origin(path: "", section: nil)

  /// A reader that has read nothing.
  public init() {}

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: The content of the file.
  ///   - path: The file, for messages.
  /// - Throws: `MappingProblem` with the file, and the field where one is wrong.
  public mutating func add(_ bytes: [UInt8], path: String) throws(MappingProblem) {
    origin = Origin(path: path, section: nil)
    guard bytes.count <= Self.maximumBytes else {
      throw failure("has \(bytes.count) bytes; a mapping may have \(Self.maximumBytes)")
    }
    let root: JSON
    do throws(JSONError) {
      root = try JSONReader.read(bytes)
    } catch {
      throw failure("is no JSON: \(error)")
    }
    guard let sections = MappingShape.sections(root) else {
      throw failure(
        "is no mapping: expected an answer of GET INDEX/_mapping, an index template, or an object with mappings or properties"
      )
    }
    for section in sections {
      origin = Origin(path: path, section: sections.count > 1 ? section.name : nil)
      try add(section)
    }
  }

  private mutating func add(_ section: MappingShape.Section) throws(MappingProblem) {
    if !section.components.isEmpty {
      let names = section.components.prefix(10).map { MappingProblem.shown($0) }.joined(separator: ", ")
      warn("the template's components (\(names)) are read only when they are given as mappings too")
    }
    for (name, value) in section.mapping {
      switch name {
      case "properties": try properties(value, below: nil, depth: 1)
      case "runtime":
        for field in (value.object ?? [:]).keys { warn("runtime fields are not calculated", field) }
      default: if let note = MappingParameters.rootNote(name, value) { warn(note) }
      }
    }
    if section.mapping["properties"] == nil { try refuseTypes(section.mapping) }
  }

  /// Elasticsearch 6 put a level with the name of a type between `mappings` and `properties`.
  private func refuseTypes(_ mapping: JSONObject) throws(MappingProblem) {
    for (name, value) in mapping where value["properties"] != nil {
      throw failure(
        "the properties stand below \"\(MappingProblem.shown(name))\"; put them directly into mappings")
    }
  }

  /// What was read.
  ///
  /// - Returns: The mapping, and what of it has no effect.
  /// - Throws: `MappingProblem` when an alias does not lead to a field.
  public consuming func finish() throws(MappingProblem) -> (mapping: IndexMapping, warnings: [MappingProblem])
  {
    for (alias, target) in aliases.sorted(by: { $0.key < $1.key }) { try check(alias, target) }
    var all = warnings
    if hasOmitted { all.append(MappingProblem(path: origin.path, message: "further warnings are not shown")) }
    return (IndexMapping(fields: fields, aliases: aliases), all)
  }

  /// The restrictions of Elasticsearch's reference, "Alias field type".
  private func check(_ alias: String, _ target: String) throws(MappingProblem) {
    let place = origins[alias]?.text ?? origin.path
    let shown = "path \"\(MappingProblem.shown(target))\""
    func failure(_ message: String) -> MappingProblem {
      MappingProblem(path: place, field: alias, message: message)
    }
    if aliases[target] != nil { throw failure("\(shown) is an alias; an alias must lead to a field") }
    guard let field = fields[target] else {
      throw failure("\(shown) is no field of the mappings that were given")
    }
    if field.isObject { throw failure("\(shown) is an object; an alias must lead to a field") }
    guard nestedScope(alias) == nestedScope(target) else {
      throw failure("\(shown) lies in another nested object; alias and field must lie in the same")
    }
  }

  /// The innermost nested object around a field.
  private func nestedScope(_ path: String) -> String? {
    var rest = path[...]
    while let dot = rest.lastIndex(of: ".") {
      rest = rest[..<dot]
      if fields[String(rest)]?.type == .nested { return String(rest) }
    }
    return nil
  }

  // MARK: What definitions add

  func failure(_ message: String, _ field: String? = nil) -> MappingProblem {
    MappingProblem(path: origin.text, field: field, message: message)
  }

  /// Keeps a warning; the same one is said once.
  mutating func warn(_ message: String, _ field: String? = nil) {
    let warning = MappingProblem(path: origin.path, field: field, message: message)
    guard !knownWarnings.contains(warning) else { return }
    guard warnings.count < Self.maximumWarnings else {
      hasOmitted = true
      return
    }
    knownWarnings.insert(warning)
    warnings.append(warning)
  }

  /// Adds a field. Another definition of the same name gives way.
  mutating func define(_ path: String, _ field: MappedField) throws(MappingProblem) {
    var field = field
    if let known = fields[path], known != field {
      if known.type == field.type, known.constant != field.constant {
        field.constant = nil
        warn("value: the mappings differ, so that none is filled in", path)
      }
      if known.type != field.type || known.nullValue != field.nullValue || known.source != field.source
        || known.ignoreAbove != field.ignoreAbove
      {
        warnOfChange(path)
      }
    }
    if aliases.removeValue(forKey: path) != nil { warnOfChange(path) }
    fields[path] = field
    try note(path)
  }

  /// Adds an alias. Another definition of the same name gives way.
  mutating func define(_ path: String, aliasOf target: String) throws(MappingProblem) {
    if fields.removeValue(forKey: path) != nil || aliases[path].map({ $0 != target }) ?? false {
      warnOfChange(path)
    }
    aliases[path] = target
    try note(path)
  }

  private mutating func warnOfChange(_ path: String) {
    warn(
      "\(origins[path]?.text ?? "") maps the field in another way; the mapping of \(origin.text) counts", path
    )
  }

  private mutating func note(_ path: String) throws(MappingProblem) {
    origins[path] = origin
    guard fields.count + aliases.count <= Self.maximumFields else {
      throw failure("more than \(Self.maximumFields) fields are mapped")
    }
  }
}

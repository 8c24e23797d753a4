import Events
import OrderedCollections

/// Tests every field of a document whose name fits a pattern.
enum AnyFieldMatcher {
  static func matches(_ test: FieldNameTest, _ document: JSONObject, types: FieldTypes) -> Bool {
    let names = PatternMatcher(test.names, ignoresCase: false)
    return leafPaths(document).contains { path in
      var name = path
      guard name.withUTF8(names.matches) else { return false }
      if test.question == .exists { return true }
      return holds(test, field: path, document, types)
    }
  }

  private static func holds(_ test: FieldNameTest, field: String, _ document: JSONObject, _ types: FieldTypes)
    -> Bool
  {
    let leaf = KQLLeaf(field: field, type: types.type(of: field), now: test.now)
    // A value that does not fit the type of one of the fields cannot match there.
    guard let expression = try? leaf.expression(test.question) else { return false }
    var builder = ProgramBuilder(types: types)
    _ = builder.add(expression)
    let program = builder.build()
    let source = DocumentSource(catalog: program.catalog)
    source.move(to: document)
    return Matcher(program: program).matches(query: 0, source)
  }

  /// The paths of all scalars.
  private static func leafPaths(_ document: JSONObject) -> Set<String> {
    var paths: Set<String> = []
    collect(.object(document), "", into: &paths)
    return paths
  }

  private static func collect(_ value: JSON, _ path: String, into paths: inout Set<String>) {
    switch value {
    case .null: return
    case .bool, .number, .string: paths.insert(path)
    case .array(let elements):
      for element in elements { collect(element, path, into: &paths) }
    case .object(let members):
      for (key, member) in members { collect(member, path.isEmpty ? key : "\(path).\(key)", into: &paths) }
    }
  }
}

import Events
import OrderedCollections

/// Tests every field of a document whose name fits a pattern. What was compiled for a field is kept for the next
/// document that has it.
final class AnyFieldMatcher {
  private struct Compiled {
    let matcher: Matcher
    let source: DocumentSource
  }

  /// Documents with ever new field names must not fill the memory.
  private static let maximumFields = 4096

  private let test: FieldNameTest
  private let names: PatternMatcher
  private let types: FieldTypes
  private let prefix: String
  /// nil for a field whose name does not fit, or whose type does not fit the value.
  private var compiled: [String: Compiled?] = [:]

  /// A matcher for complete documents, or, with a prefix, for the objects at that path.
  init(_ test: FieldNameTest, types: FieldTypes, below prefix: String) {
    self.test = test
    self.types = types
    self.prefix = prefix
    names = PatternMatcher(test.names, ignoresCase: false)
  }

  func matches(_ document: JSONObject) -> Bool {
    var paths: Set<String> = []
    Self.collect(.object(document), prefix, nulls: types.mapping != nil, into: &paths)
    if let mapping = types.mapping { addNames(of: mapping, to: &paths) }
    return paths.contains { path in
      guard let field = compiledTest(path) else { return false }
      field.source.move(to: document)
      return field.matcher.matches(query: 0, field.source)
    }
  }

  /// Adds the names that documents do not show: aliases, multi-fields, and fields that need no value of the document's.
  private func addNames(of mapping: IndexMapping, to paths: inout Set<String>) {
    paths.formUnion(paths.flatMap { mapping.names(reading: $0) })
    paths.formUnion(mapping.constants.filter { prefix.isEmpty || $0.hasPrefix(prefix + ".") })
  }

  private func compiledTest(_ path: String) -> Compiled? {
    if let known = compiled[path] { return known }
    if compiled.count >= Self.maximumFields { compiled.removeAll(keepingCapacity: true) }
    let new = compile(path)
    compiled[path] = .some(new)
    return new
  }

  private func compile(_ path: String) -> Compiled? {
    var name = path
    guard name.withUTF8(names.matches) else { return nil }
    let leaf = KQLLeaf(field: path, type: types.type(of: path), now: test.now)
    // A value that does not fit the type of one of the fields cannot match there.
    guard let expression = try? leaf.expression(test.question) else { return nil }
    var builder = ProgramBuilder(types: types)
    _ = builder.add(expression)
    let program = builder.build()
    return Compiled(
      matcher: Matcher(program: program), source: DocumentSource(catalog: program.catalog, below: prefix))
  }

  /// The paths of all scalars, and of all nulls where these can be values.
  private static func collect(_ value: JSON, _ path: String, nulls: Bool, into paths: inout Set<String>) {
    switch value {
    case .null: if nulls { paths.insert(path) }
    case .bool, .number, .string: paths.insert(path)
    case .array(let elements):
      for element in elements { collect(element, path, nulls: nulls, into: &paths) }
    case .object(let members):
      for (key, member) in members {
        collect(member, path.isEmpty ? key : "\(path).\(key)", nulls: nulls, into: &paths)
      }
    }
  }
}

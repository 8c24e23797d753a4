import Events
import Query

/// The present of all tests: 2026-06-15T12:30:45.500Z.
let present = Timestamp(nanoseconds: 1_781_526_645_500_000_000)

/// Whether a KQL query matches a document, through the parser, the compiler and the matcher.
func kql(_ query: String, matches document: JSON, types: FieldTypes = .standard) throws -> Bool {
  let node = try KQLParser.parse(query)
  return try expression(
    KQLCompiler(types: types, now: present).compile(node), matches: document, types: types)
}

/// Whether an expression matches a document. The query is run directly and through the index, which must agree.
func expression(_ expression: Expression, matches document: JSON, types: FieldTypes = .standard) throws
  -> Bool
{
  var builder = ProgramBuilder(types: types)
  let number = builder.add(expression)
  let program = builder.build()
  let matcher = Matcher(program: program)
  let source = DocumentSource(catalog: program.catalog)
  if let members = document.object { source.move(to: members) }
  let direct = matcher.matches(query: number, source)
  var found: [Int] = []
  matcher.matches(source, into: &found)
  guard found == (direct ? [number] : []) else { throw Disagreement(direct: direct, indexed: found) }
  return direct
}

/// The index and the direct evaluation of a query gave different answers.
struct Disagreement: Error {
  let direct: Bool
  let indexed: [Int]
}

import Events
import OrderedCollections
import Query
import Rules

/// The present of the tests: 2026-06-15T12:30:45.500Z.
let present = Timestamp(nanoseconds: 1_781_526_645_500_000_000)

/// Whether an expression matches a document, directly and through the index of queries, which must agree.
func matches(_ expression: Expression, _ document: JSON) throws -> Bool {
  var builder = ProgramBuilder()
  let number = builder.add(expression)
  let program = builder.build()
  let matcher = Matcher(program: program)
  let source = DocumentSource(catalog: program.catalog)
  if let members = document.object { source.move(to: members) }
  let direct = matcher.matches(query: number, source)
  var found: [Int] = []
  matcher.matches(source, into: &found)
  guard found == (direct ? [number] : []) else { throw Disagreement() }
  return direct
}

/// The index and the direct evaluation of a query gave different answers.
struct Disagreement: Error {}

/// The problems as they are printed.
func texts(_ problems: [RuleError]) -> [String] { problems.map(\.description) }

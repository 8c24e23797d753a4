import Events
import OrderedCollections
import Query

/// Asks a test of one text, as if it were the only value of the field.
final class TermSource: FieldSource {
  private let matcher: Matcher
  private let arena = Arena()
  private var current = FieldValues(start: nil, count: 0)

  init(field: String, test: Test, types: FieldTypes) {
    var builder = ProgramBuilder(types: types)
    _ = builder.add(.test(field: field, test), onRequest: true)
    matcher = Matcher(program: builder.build())
  }

  /// Whether the text passes.
  func passes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    arena.reset()
    current = arena.copy(FieldValue(kind: .string, bytes: text))
    return matcher.matches(query: 0, self)
  }

  func values(of field: Int) -> FieldValues { current }

  func document() -> JSONObject { [:] }
}

extension Test {
  /// Whether the test reads only the text of values, and not whether it stood in quotes.
  var readsTextOnly: Bool {
    switch self {
    case .number, .date: false
    case .exists, .term, .terms, .wildcard, .regex, .version, .boolean, .ip, .ipSet, .text, .anyToken,
      .tokenPattern, .phrase:
      true
    }
  }
}

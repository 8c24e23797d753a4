import Events
import TestSupport
import Testing

@testable import Query

/// Tests that are laid out flat say the same as those they were made of.
@Suite struct SimplePredicateTests {
  private func passes(_ test: Query.Test, _ texts: [String], ignoreAbove: Int? = nil) -> (
    flat: Bool, own: Bool
  )? {
    var catalog = FieldCatalog()
    let number = catalog.number(of: "event.action")
    let predicate = Predicate(test, field: number, entry: catalog.entries[number])
    let flat = SimplePredicate(predicate)
    defer { flat.deallocate() }
    guard flat.isSimple else { return nil }
    let arena = Arena()
    let values = arena.copy(texts.map { FieldValue(kind: .string, bytes: arena.copy($0)) })
    return (flat.passes(values), predicate.passes(values))
  }

  @Test func wildcardsAndTerms() {
    var random = SplitMix(state: 7)
    let letters = ["a", "b", "ab", "ba", "é", ""]
    func text() -> String {
      (0..<Int.random(in: 0...6, using: &random)).map { _ in letters.randomElement(using: &random) ?? "" }
        .joined()
    }
    var simple = 0
    for _ in 0..<3000 {
      let wanted = text()
      let tests: [Query.Test] = [
        .exists, .term(wanted, ignoresCase: false), .wildcard(Wildcard("*\(wanted)*"), ignoresCase: false),
        .wildcard(Wildcard("\(wanted)*"), ignoresCase: false),
        .wildcard(Wildcard("*\(wanted)"), ignoresCase: false),
      ]
      let values = [text(), text()]
      for test in tests {
        guard let (flat, own) = passes(test, values) else { continue }
        simple += 1
        #expect(flat == own, "\(test) on \(values)")
      }
    }
    #expect(simple > 10_000)
  }

  @Test func wildcardsWithPartsInTheMiddleAreFoundLikeBefore() {
    let wildcard = PatternMatcher(Wildcard("a*needle*z"), ignoresCase: false)
    for (text, isFound) in [
      ("a needle z", true), ("aneedlez", true), ("a needl z", false), ("a needle", false),
    ] {
      #expect(Array(text.utf8).withUnsafeBufferPointer { wildcard.matches($0) } == isFound, "\(text)")
    }
    let folded = PatternMatcher(Wildcard("*NeEdle*"), ignoresCase: true)
    for (text, isFound) in [("xxnEEDLExx", true), ("needle", true), ("nedle", false)] {
      #expect(Array(text.utf8).withUnsafeBufferPointer { folded.matches($0) } == isFound, "\(text)")
    }
  }
}

import Foundation
import Query
import TestSupport
import Testing

/// Sequences over events written as letters: each letter is a step, an optional key stands in front of a bar.
@Suite struct SequenceTests {
  private func sequence(_ text: String) throws -> EQLSequence {
    guard case .sequence(let sequence) = try EQLParser.parse(text).search else { throw Failure() }
    return sequence
  }

  private struct Failure: Error {}

  /// Runs events such as `k|A` at times 1, 2, 3 … over the steps `A`, `B`, `C`; `.` lets time pass, `U` is until.
  private func run(_ query: String, _ events: String) throws -> [[Int]] {
    let sequence = try sequence(query)
    var matcher = SequenceMatcher(sequence)
    let letters = sequence.terms.map { term -> String in
      guard case .compare(_, _, .literal(.text(let letter))) = term.filter.condition else { return "" }
      return letter
    }
    for (index, event) in events.split(separator: " ").enumerated() where event != "." {
      let parts = event.split(separator: "|")
      let steps =
        letters.map { parts.last?.contains($0) ?? false } + (sequence.until == nil ? [] : [parts.last == "U"])
      let keys = steps.map { _ in
        parts.count == 2 ? parts[0].split(separator: ",").map { [String($0)] } : [[]]
      }
      matcher.offer(
        SequenceMatcher.Event(
          number: index + 1, time: Int64(index + 1) * 1_000_000_000, steps: steps, keys: keys))
    }
    return matcher.matches().map(\.events)
  }

  private func steps(_ letters: String, _ extra: String = "") -> String {
    letters.split(separator: " ").map { letter in
      letter.hasPrefix("!") ? "![any where x == \"\(letter.dropFirst())\"]" : "[any where x == \"\(letter)\"]"
    }.joined(separator: " ") + extra
  }

  @Test(arguments: [
    ("A B", "A B", [[1, 2]]), ("A B", "A A B", [[2, 3]]), ("A B", "A B B", [[1, 2]]), ("A B", "B A", []),
    ("A B", "A B A B", [[1, 2], [3, 4]]), ("A B C", "A B A B C", [[3, 4, 5]]),
    ("A B C", "A B B C", [[1, 2, 4]]),
    ("A B C", "B A C B C", [[2, 4, 5]]), ("A A", "A A A", [[1, 2], [2, 3]]),
    ("A AB", "A AB AB", [[1, 2], [2, 3]]),
  ])
  func theStateMachineFollowsTheReference(_ letters: String, _ events: String, _ expected: [[Int]]) throws {
    #expect(try run("sequence " + steps(letters), events) == expected)
  }

  /// Elasticsearch's own cases of the state machine: a line for each step, numbers for the order, letters for the names.
  @Test(.enabled(if: SharedData.folder != nil, "no reference data: set NIGHTJAR_SHARED"))
  func elasticsearchsCasesHold() throws {
    let file = try #require(SharedData.folder?.appending(path: "eql-spec/sequences.series-spec"))
    let lines = String(decoding: try SharedData.bytes(file), as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("//") }
    let parts = lines.split(separator: ";").map(Array.init)
    for (steps, expected) in zip(
      parts.enumerated().filter { $0.offset % 2 == 0 }, parts.enumerated().filter { $0.offset % 2 == 1 })
    {
      let name = steps.element[0]
      let stages = steps.element.dropFirst()
      let filter = String(repeating: "[any where true] ", count: stages.count)
      var matcher = SequenceMatcher(try sequence("sequence by k " + filter))
      var events: [(number: Int, stage: Int, token: String)] = []
      for (stage, line) in stages.enumerated() {
        for token in line.split(separator: " ") where !token.contains("X") {
          let digits = token.reversed().prefix { $0.isNumber }.reversed()
          events.append((Int(String(digits)) ?? 0, stage, String(token)))
        }
      }
      for event in events.sorted(by: { $0.number < $1.number }) {
        let key = event.token.contains("|") ? String(event.token.prefix { $0 != "|" }) : ""
        matcher.offer(
          SequenceMatcher.Event(
            number: event.number, time: Int64(event.number),
            steps: stages.indices.map { $0 - 1 == event.stage },
            keys: stages.map { _ in [[key]] }))
      }
      let names = Dictionary(
        events.map { ($0.number, $0.token.split(separator: "|").last.map(String.init) ?? "") }
      ) { $1 }
      let found = matcher.matches().map { match in
        match.events.compactMap { names[$0] }.joined(separator: " ")
      }
      let wanted = expected.element.map { line in
        line.split(separator: " ").map { String($0.split(separator: "|").last ?? "") }.joined(separator: " ")
      }
      #expect(found == wanted, "\(name)")
    }
    #expect(parts.count == 50)
  }

  @Test func keysSeparateSequences() throws {
    let query = "sequence by k " + steps("A B")
    #expect(try run(query, "x|A y|A y|B x|B") == [[2, 3], [1, 4]])
    #expect(try run(query, "x,y|A y,z|B") == [[1, 2]])
    #expect(try run(query, "x,y|A x,y|B") == [[1, 2], [1, 2]])
  }

  @Test func theSpanCountsFromTheFirstEvent() throws {
    let query = "sequence with maxspan=2s " + steps("A B C")
    #expect(try run(query, "A B C") == [[1, 2, 3]])
    #expect(try run(query, "A B . C") == [])
  }

  @Test func untilEndsWhatIsUnfinished() throws {
    let query = "sequence " + steps("A B", " until [any where x == \"U\"]")
    #expect(try run(query, "A U B") == [])
    #expect(try run(query, "A B U") == [[1, 2]])
  }

  @Test func runsAreRepeatedSteps() throws {
    #expect(try sequence("sequence [any where x == \"A\"] with runs=3").terms.count == 3)
    #expect(
      try run("sequence [any where x == \"A\"] with runs=3 [any where x == \"B\"]", "A A A B") == [
        [1, 2, 3, 4]
      ])
  }

  @Test(arguments: [
    ("A !X B", "A B", [[1, 2]]), ("A !X B", "A X B", []), ("A !X B", "X A B X", [[2, 3]]),
    ("!X A B", "X A B", []), ("!X A B", "X . . . . . A B", [[7, 8]]), ("A B !X", "A B X", []),
    ("A B !X", "A B . . . . . X", [[1, 2]]),
    ("!X A !X", "X A . . X", []), ("!X A !X", "X . . . A . . . X", [[5]]),
  ])
  func missingEventsMustBeMissing(_ letters: String, _ events: String, _ expected: [[Int]]) throws {
    #expect(try run("sequence with maxspan=5s " + steps(letters), events) == expected)
  }

  @Test func samplesTakeOneEventForEachStep() {
    var matcher = SampleMatcher(steps: 2)
    func offer(_ number: Int, _ steps: [Bool], _ key: String) {
      matcher.offer(
        SequenceMatcher.Event(number: number, time: 0, steps: steps, keys: [[[key]], [[key]]]))
    }
    offer(1, [false, true], "a")
    offer(2, [true, true], "a")
    offer(3, [true, true], "b")
    offer(4, [true, false], "c")
    #expect(matcher.matches().map(\.events) == [[2, 1]])
  }
}

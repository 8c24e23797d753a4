import Events
import GRDB
import Query

/// Finds the alerts of a search: columns decide what they can, and documents the rest.
struct FactFinder {
  let reader: StoreReader
  let facts: AlertFacts
  let cache: AlertFactsCache
  let question: AlertFactsCache.Question
  let filter: AlertFilter

  /// So many documents are asked between looks at the clock.
  private static let pace = 64

  /// The places of the alerts, in order, and how many could match and were not asked.
  ///
  /// - Throws: `StoreError`.
  func find(until deadline: ContinuousClock.Instant?) throws -> (places: [Int32], unsearched: Int) {
    let range = facts.places(filter.created)
    let condition = FactCondition(facts: facts, places: range, types: question.types, reader: reader)
    let answer = try condition.answer(question.condition)
    if case .same(FactCondition.no) = answer { return ([], 0) }
    let (found, open) = split(range, answer)
    guard !open.isEmpty else { return (found, 0) }
    let (decided, unsearched) = try ask(open, until: deadline)
    return (decided.isEmpty ? found : Self.merged(found, decided), unsearched)
  }

  /// The places that pass the filter and match for certain, and those whose documents must be asked.
  private func split(_ range: Range<Int>, _ answer: FactCondition.Answer) -> (found: [Int32], open: [Int32]) {
    let accepted = (0..<AlertFacts.Marks.count).map { filter.accepts(AlertFacts.Marks(bits: UInt8($0))) }
    let created = filter.created.map { $0.lowerBound.nanoseconds...$0.upperBound.nanoseconds }
    var found: [Int32] = []
    var open: [Int32] = []
    for place in range {
      guard accepted[Int(facts.marks[place])] else { continue }
      if let created, !facts.isInOrderOfCreation, !created.contains(facts.created[place]) { continue }
      if let incident = filter.incident, facts.incidents[place] != incident || incident == 0 { continue }
      let value =
        switch answer {
        case .same(let value): value
        case .each(let values): values[place - range.lowerBound]
        }
      if value == FactCondition.yes {
        found.append(Int32(place))
      } else if value == FactCondition.undecided {
        open.append(Int32(place))
      }
    }
    return (found, open)
  }

  /// Asks documents, those of the newest alerts first, and remembers what they said.
  private func ask(
    _ open: [Int32], until deadline: ContinuousClock.Instant?
  ) throws -> (found: [Int32], unsearched: Int) {
    var known = cache.decisions(question)
    if known.count < facts.count {
      known += [UInt8](repeating: FactCondition.undecided, count: facts.count - known.count)
    }
    let documents = try AlertDocuments(reader)
    let matching = AlertMatching(question.condition, types: question.types)
    var asked = 0
    var unsearched = 0
    for place in open.reversed() where known[Int(place)] == FactCondition.undecided {
      if let deadline, asked % Self.pace == 0, ContinuousClock.now >= deadline {
        unsearched = open.count { known[Int($0)] == FactCondition.undecided }
        break
      }
      asked += 1
      let isMatch = try documents.shown(seq: facts.seqs[Int(place)]).map(matching.matches) ?? false
      known[Int(place)] = isMatch ? FactCondition.yes : FactCondition.no
    }
    if asked > 0 { cache.keep(known, for: question, of: facts) }
    return (open.filter { known[Int($0)] == FactCondition.yes }, unsearched)
  }

  /// Two lists in order as one.
  private static func merged(_ left: [Int32], _ right: [Int32]) -> [Int32] {
    guard !left.isEmpty else { return right }
    var result: [Int32] = []
    result.reserveCapacity(left.count + right.count)
    var (first, second) = (left[...], right[...])
    while let one = first.first, let other = second.first {
      result.append(one < other ? first.removeFirst() : second.removeFirst())
    }
    return result + first + second
  }
}

import Events
import Query
import Synchronization

/// The columns of alerts in memory, kept for all readers of a store, and what documents said when they were asked.
final class AlertFactsCache: Sendable {
  /// A condition on documents.
  struct Question: Hashable {
    let condition: Expression
    let types: FieldTypes
  }

  /// So many questions are remembered: one byte for each alert.
  private static let maximumQuestions = 16
  /// So many selections are remembered: four bytes for each alert that was found.
  private static let maximumSelections = 8

  fileprivate struct SelectionKey: Hashable {
    let question: Question
    let filter: AlertFilter
  }

  fileprivate struct State {
    var facts = AlertFacts()
    /// What documents said, by place: yes, no, or not asked. The latest question is the last.
    var decisions: [(question: Question, values: [UInt8])] = []
    var selections: [(key: SelectionKey, places: [Int32])] = []
  }

  private let state = Mutex(State())

  /// The columns as they are in a reader's snapshot; nil when they are of a later one, or there are too many alerts.
  ///
  /// - Throws: `StoreError`.
  func facts(_ reader: StoreReader) throws -> AlertFacts? {
    let wanted = try AlertState(reader)
    return try state.withLock { state throws -> AlertFacts? in
      let known = (state.facts.touch, state.facts.seqs.last ?? 0)
      if known == (wanted.touch, wanted.last) { return state.facts }
      // Another reader has seen a later snapshot already.
      guard known.0 <= wanted.touch, known.1 <= wanted.last || wanted.touch > known.0 else { return nil }
      guard try reader.hasAtMost(alerts: AlertFacts.maximumCount) else { return nil }
      state.selections = []
      let changed: [Int]?
      do {
        changed = try state.facts.update(reader, to: wanted)
      } catch {
        state = State()
        throw error
      }
      if let changed { state.forget(changed) } else { state.decisions = [] }
      return state.facts
    }
  }

  /// What documents said to a question so far, by place; places behind the end were not asked.
  func decisions(_ question: Question) -> [UInt8] {
    state.withLock { state in state.decisions.last { $0.question == question }?.values ?? [] }
  }

  /// Keeps what documents said, unless alerts have changed since the columns were taken.
  func keep(_ values: [UInt8], for question: Question, of facts: AlertFacts) {
    state.withLock { state in
      guard state.facts.touch == facts.touch, state.facts.count >= facts.count else { return }
      state.decisions.removeAll { $0.question == question }
      state.decisions.append((question, values))
      if state.decisions.count > Self.maximumQuestions { state.decisions.removeFirst() }
    }
  }

  /// The places that a search found in these columns before.
  func selection(_ question: Question, _ filter: AlertFilter, of facts: AlertFacts) -> [Int32]? {
    let key = SelectionKey(question: question, filter: filter)
    return state.withLock { state in
      guard state.isCurrent(facts) else { return nil }
      return state.selections.last { $0.key == key }?.places
    }
  }

  /// Keeps the places that a search found.
  func keep(_ places: [Int32], for question: Question, _ filter: AlertFilter, of facts: AlertFacts) {
    state.withLock { state in
      guard state.isCurrent(facts) else { return }
      state.selections.append((SelectionKey(question: question, filter: filter), places))
      if state.selections.count > Self.maximumSelections { state.selections.removeFirst() }
    }
  }
}

extension AlertFactsCache.State {
  fileprivate func isCurrent(_ other: AlertFacts) -> Bool {
    facts.touch == other.touch && facts.count == other.count
  }

  /// The documents of changed alerts must be asked again.
  fileprivate mutating func forget(_ places: [Int]) {
    for number in decisions.indices {
      for place in places where place < decisions[number].values.count {
        decisions[number].values[place] = FactCondition.undecided
      }
    }
  }
}

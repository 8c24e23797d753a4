import Synchronization

/// A regular expression in Lucene's syntax, matched against whole texts in time linear in their length.
///
/// The automaton is built while texts are read; what was built is kept, up to a bound.
public final class LuceneRegex: Sendable {
  private struct Automaton: Sendable {
    var numbers: [LuceneRegexNode: Int] = [:]
    var nodes: [LuceneRegexNode] = []
    var isAccepting: [Bool] = []
    /// For each state and class of scalars the next state; -1 where it is not known yet.
    var next: [Int32] = []
  }

  private static let maximumStates = 4096

  /// The pattern.
  public let pattern: String
  private let start: LuceneRegexNode
  /// The first scalar of each class of scalars that no part of the pattern tells apart.
  private let classes: [UInt32]
  private let automaton = Mutex(Automaton())

  /// Reads a pattern.
  ///
  /// - Throws: `RegexError` with the place of what is wrong.
  public init(_ pattern: String, ignoresCase: Bool) throws(RegexError) {
    self.pattern = pattern
    start = try LuceneRegexParser.parse(pattern, ignoresCase: ignoresCase)
    var bounds: Set<UInt32> = [0]
    for set in start.sets {
      for range in set.ranges {
        bounds.insert(range.lowerBound)
        if range.upperBound < ScalarSet.last { bounds.insert(range.upperBound + 1) }
      }
    }
    classes = bounds.sorted()
  }

  /// Whether the whole text belongs to the language.
  public func matches(_ text: String) -> Bool {
    automaton.withLock { automaton in
      var state = number(start, &automaton)
      for scalar in text.unicodeScalars {
        state = step(state, scalar.value, &automaton)
        if automaton.nodes[state] == .nothing { return false }
      }
      return automaton.isAccepting[state]
    }
  }

  private func step(_ state: Int, _ scalar: UInt32, _ automaton: inout Automaton) -> Int {
    let kind = classNumber(scalar)
    let known = automaton.next[state * classes.count + kind]
    if known >= 0 { return Int(known) }
    let node = automaton.nodes[state].derivative(classes[kind])
    if automaton.nodes.count >= Self.maximumStates {
      automaton = Automaton()
      return number(node, &automaton)
    }
    let target = number(node, &automaton)
    automaton.next[state * classes.count + kind] = Int32(target)
    return target
  }

  private func number(_ node: LuceneRegexNode, _ automaton: inout Automaton) -> Int {
    if let number = automaton.numbers[node] { return number }
    let number = automaton.nodes.count
    automaton.numbers[node] = number
    automaton.nodes.append(node)
    automaton.isAccepting.append(node.isNullable)
    automaton.next += repeatElement(-1, count: classes.count)
    return number
  }

  private func classNumber(_ scalar: UInt32) -> Int {
    var (low, high) = (0, classes.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if classes[middle] <= scalar { low = middle } else { high = middle }
    }
    return low
  }
}

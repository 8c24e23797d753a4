/// A regular expression with groups that is looked for in a text. The time is bounded by the length of the text times the
/// size of the expression.
public struct Pattern: Sendable {
  /// A place where the expression fits.
  public struct Match: Sendable {
    /// The places of the first and behind the last scalar.
    public let range: Range<Int>
    /// The same for each group; nil for one that took no part.
    public let groups: [Range<Int>?]
  }

  /// A search takes this many steps, each for one character and one alternative; beyond, it is given up.
  public static let maximumSteps = 20_000_000

  /// The names of the groups, in order; empty for groups without a name.
  public let groupNames: [String]
  private let program: PatternProgram

  /// Reads an expression.
  ///
  /// - Throws: `RegexError` with the place of what is wrong.
  public init(_ text: String) throws(RegexError) {
    let (node, groups) = try PatternParser.parse(text)
    groupNames = groups
    program = try PatternProgram(node, groups: groups.count)
  }

  /// The first place at or after a scalar where the expression fits; nil when there is none, or the search was given up.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - start: The scalar at which the search begins.
  ///   - steps: How many steps are left; at 0 the search is given up.
  /// - Returns: The place.
  public func firstMatch(in text: [Unicode.Scalar], from start: Int, steps: inout Int) -> Match? {
    guard start <= text.count else { return nil }
    var machine = PatternMachine(program, text, steps: steps)
    defer { steps = machine.stepsLeft }
    guard let slots = machine.run(from: start, isAnchored: false) else { return nil }
    return Match(
      range: slots[0]..<slots[1],
      groups: groupNames.indices.map { group in
        let (first, last) = (slots[2 * group + 2], slots[2 * group + 3])
        return first >= 0 && last >= first ? first..<last : nil
      })
  }

  /// The first place where the expression fits; nil when there is none within `maximumSteps`.
  public func firstMatch(in text: [Unicode.Scalar]) -> Match? {
    var steps = Self.maximumSteps
    return firstMatch(in: text, from: 0, steps: &steps)
  }
}

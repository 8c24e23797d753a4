import Events

/// What a test is expected to cost, and how likely it passes. Tests are ordered by it.
struct TestEstimate {
  /// About how much work it is; a look whether a field exists is 1.
  let cost: Double
  /// From 0, never, to 1, always.
  let likelihood: Double

  init(cost: Double, likelihood: Double) {
    self.cost = cost
    self.likelihood = likelihood
  }

  /// The estimate of a test on a field.
  init(_ test: Test, entry: FieldCatalog.Entry) {
    let isCommon = NecessaryValues.isShared(entry.path)
    let (cost, likelihood): (Double, Double) =
      switch test {
      case .exists: (1, Self.isRare(entry) ? 0.3 : 0.9)
      case .term, .boolean: (2, isCommon ? 0.95 : 0.1)
      case .terms: (3, isCommon ? 0.95 : 0.2)
      case .number, .ip, .ipSet, .text: (6, 0.3)
      case .date: (8, 0.3)
      case .wildcard(let wildcard, _): (wildcard.startsWithLiteral ? 3 : 10, 0.1)
      case .version: (12, 0.3)
      case .regex: (60, 0.1)
      case .anyToken, .tokenPattern, .phrase: (40, 0.1)
      }
    self.init(cost: cost + (Self.isComputed(entry) ? 20 : 0), likelihood: likelihood)
  }

  /// Flattened fields, dumps and parts of the user agent must be computed first.
  private static func isComputed(_ entry: FieldCatalog.Entry) -> Bool {
    entry.type == .flattened || (entry.ignoreAbove ?? 0) > 1024
      || (entry.path.hasPrefix("user_agent.") && entry.path != "user_agent.original")
  }

  /// Databases of addresses are not always at hand, and do not know every address.
  private static func isRare(_ entry: FieldCatalog.Entry) -> Bool {
    entry.path.hasPrefix("source.as.") || entry.path.hasPrefix("source.geo.")
  }

  /// The estimate of the opposite.
  var inverted: TestEstimate { TestEstimate(cost: cost, likelihood: 1 - likelihood) }

  /// The estimate of several tests that must all pass and are tried in order, up to the first that fails.
  static func all(_ parts: [TestEstimate]) -> TestEstimate {
    parts.reduce(TestEstimate(cost: 0, likelihood: 1)) { before, part in
      TestEstimate(
        cost: before.cost + before.likelihood * part.cost, likelihood: before.likelihood * part.likelihood)
    }
  }
}

extension Wildcard {
  /// Whether a text can be refused by its first bytes.
  fileprivate var startsWithLiteral: Bool {
    guard case .literal? = pieces.first else { return false }
    return true
  }
}

/// What was found out about all chains of digests of a source.
public struct IntegrityReport: Sendable {
  /// The chains in order.
  public let chains: [DigestChainReport]
  /// Log files that no digest lists: they are unverified.
  public let unlisted: [ObjectLocation]
  /// What could not be read, so that the result is not complete.
  public let problems: [DigestSourceError]

  /// A report from its parts.
  public init(chains: [DigestChainReport], unlisted: [ObjectLocation], problems: [DigestSourceError]) {
    self.chains = chains
    self.unlisted = unlisted
    self.problems = problems
  }

  /// The digests in each state, backfill digests apart.
  public var digestCounts: VerificationCounts { sum(\.digestCounts) { !$0.isBackfill } }

  /// The backfill digests in each state.
  public var backfillCounts: VerificationCounts { sum(\.digestCounts) { $0.isBackfill } }

  /// The log files in each state; a file that two digests list counts twice.
  public var logCounts: VerificationCounts {
    var counts = sum(\.logCounts) { _ in true }
    counts.unverified += unlisted.count
    return counts
  }

  /// Whether there are digests, nothing is invalid, gone or unreadable, and no time lacks proof.
  public var isComplete: Bool {
    !chains.isEmpty && problems.isEmpty && chains.allSatisfy(\.isComplete)
  }

  private func sum(
    _ counts: (DigestChainReport) -> VerificationCounts, where isWanted: (DigestChainID) -> Bool
  ) -> VerificationCounts {
    chains.filter { isWanted($0.chain) }.map(counts).reduce(VerificationCounts(), +)
  }
}

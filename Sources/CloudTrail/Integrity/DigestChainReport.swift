public import Events

/// What was found out about one chain of digests.
public struct DigestChainReport: Sendable {
  /// The chain.
  public let chain: DigestChainID
  /// Its digests, newest first, with those that are gone.
  public internal(set) var digests: [DigestVerification]
  /// The log files that its digests list, in the same order.
  public internal(set) var logs: [LogVerification]
  /// The times for which nothing is proved, newest first.
  public internal(set) var gaps: [DigestGap]

  /// The digests in each state.
  public var digestCounts: VerificationCounts { Self.count(digests.map(\.state)) }

  /// The log files in each state.
  public var logCounts: VerificationCounts { Self.count(logs.map(\.state)) }

  /// The start of the oldest and the end of the newest valid digest; nil when none is valid.
  public var validPeriod: ClosedRange<Timestamp>? {
    let valid = digests.filter { $0.state == .valid }
    guard let first = valid.compactMap(\.start).min(), let last = valid.compactMap(\.end).max(),
      first <= last
    else { return nil }
    return first...last
  }

  /// Whether nothing is invalid or gone, and no time lacks proof. Unverified files do not count against it.
  public var isComplete: Bool {
    let counts = digestCounts + logCounts
    return counts.invalid == 0 && counts.missing == 0 && gaps.isEmpty
  }

  private static func count(_ states: [VerificationState]) -> VerificationCounts {
    states.reduce(into: VerificationCounts()) { $0.add($1) }
  }
}

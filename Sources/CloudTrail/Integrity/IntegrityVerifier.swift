public import Events

/// Verifies the digests of CloudTrail and the log files that they list.
///
/// The algorithm is that of `aws cloudtrail validate-logs`, with one addition: the signature of a digest also stands in
/// the digest after it, so that a local copy without the metadata of objects is verified but for its newest digests.
public struct IntegrityVerifier: Sendable {
  private let source: any DigestSource
  private let keys: PublicKeySet?
  private let options: Options

  /// What is verified, and how.
  public struct Options: Sendable {
    /// Only digests whose period ends at or after this; nil for all.
    public var since: Timestamp?
    /// Only digests whose period ends at most an hour after this; nil for all.
    public var until: Timestamp?
    /// How many log files are read at once.
    public var width = 2

    /// Everything, two files at once.
    public init() {}
  }

  /// Logs of an hour may be in the digest of the following one.
  private static let slack: Int64 = 3_600_000_000_000

  /// A verifier.
  ///
  /// - Parameters:
  ///   - source: Where digests and log files come from.
  ///   - keys: The public keys; nil when there are none, so that nothing can be proved.
  ///   - options: What is verified.
  public init(source: any DigestSource, keys: PublicKeySet?, options: Options = Options()) {
    self.source = source
    self.keys = keys
    self.options = options
  }

  /// Verifies everything.
  ///
  /// - Throws: When the source cannot be listed.
  public func verify() async throws(DigestSourceError) -> IntegrityReport {
    let listings = try await source.digests().filter(isWanted)
    var chains: [DigestChainReport] = []
    var problems: [DigestSourceError] = []
    for (chain, digests) in Dictionary(grouping: listings, by: \.key.chain).sorted(by: { $0.key < $1.key }) {
      let (report, failures) = await verify(chain, digests)
      chains.append(report)
      problems += failures
    }
    return IntegrityReport(chains: chains, unlisted: try await unlisted(chains), problems: problems)
  }

  private func isWanted(_ listing: DigestListing) -> Bool {
    if let since = options.since, listing.key.end < since { return false }
    guard let until = options.until else { return true }
    return listing.key.end.nanoseconds <= until.nanoseconds.addingReportingOverflow(Self.slack).partialValue
  }

  private func verify(
    _ chain: DigestChainID, _ listings: [DigestListing]
  ) async -> (DigestChainReport, [DigestSourceError]) {
    var walk = ChainWalk(listings, of: source, check: DigestCheck(keys: keys), since: options.since)
    await walk.run()
    let tasks = walk.visits.flatMap { visit in
      (visit.document?.logFiles ?? []).map {
        LogCheck.Task(
          file: $0, digest: visit.verification.location, digestState: visit.verification.state)
      }
    }
    let logs = await LogCheck(source: source, width: options.width).run(tasks)
    var report = DigestChainReport(
      chain: chain, digests: walk.visits.map(\.verification), logs: logs.map(\.verification), gaps: walk.gaps)
    addEnds(to: &report)
    return (report, walk.problems + logs.compactMap(\.problem))
  }

  /// Adds the times between what was asked for and the digests there are.
  private func addEnds(to report: inout DigestChainReport) {
    // Backfill digests come only when a log file missed its hour.
    guard !report.chain.isBackfill else { return }
    if let until = options.until, let newest = report.digests.compactMap(\.end).max(), newest < until {
      report.gaps.insert(DigestGap(cause: .absent, from: newest, to: until, digest: nil), at: 0)
    }
    if let since = options.since, let oldest = report.digests.compactMap(\.start).min(), since < oldest,
      report.gaps.last?.from != nil || report.gaps.isEmpty
    {
      report.gaps.append(DigestGap(cause: .absent, from: since, to: oldest, digest: nil))
    }
  }

  private func unlisted(_ chains: [DigestChainReport]) async throws(DigestSourceError) -> [ObjectLocation] {
    // A part of the digests says nothing of the files of the other parts.
    guard options.since == nil, options.until == nil else { return [] }
    let listed = Set(chains.lazy.flatMap(\.logs).map(\.location.key))
    return try await source.logFiles().filter { !listed.contains($0.key) }
  }
}

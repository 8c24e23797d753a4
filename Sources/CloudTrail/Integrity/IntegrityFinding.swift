public import Events

/// What a report has to say that people should look at: evidence that somebody touched the logs.
public struct IntegrityFinding: Sendable, Hashable {
  /// What was found.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A log file was changed.
    case logAltered = "log_altered"
    /// Log files are gone.
    case logMissing = "log_missing"
    /// A digest was changed, moved, or signed by somebody else.
    case digestAltered = "digest_altered"
    /// A digest is gone.
    case digestMissing = "digest_missing"
    /// For some time nothing was logged or proved.
    case gap = "gap"
  }

  /// What was found.
  public let kind: Kind
  /// Where.
  public let chain: DigestChainID
  /// The organisation of the trail, where the place of the digest names one.
  public let organization: String?
  /// The digest that is touched itself or lists the touched files; nil for a gap at an end.
  public let digest: ObjectLocation?
  /// The touched files, the first thousand of them; none for gaps.
  public let files: [ObjectLocation]
  /// How many files are touched.
  public let count: Int
  /// Why, of the first file.
  public let reason: IntegrityReason?
  /// The time without proof; nil for single files.
  public let gap: DigestGap?
  /// When the touched files were delivered, or the gap ended; nil when nothing tells.
  public let time: Timestamp?

  private static let maximumFiles = 1000

  /// The findings of a report, chain by chain, newest first. The files of one digest that are touched in the same way are
  /// one finding. A digest that is gone or altered stands for the time it leaves without proof.
  public static func all(of report: IntegrityReport) -> [IntegrityFinding] {
    report.chains.flatMap { chain in digests(of: chain) + logs(of: chain) + gaps(of: chain) }
  }

  private static func digests(of report: DigestChainReport) -> [IntegrityFinding] {
    report.digests.compactMap { digest in
      guard digest.state == .invalid || digest.state == .missing else { return nil }
      return IntegrityFinding(
        kind: digest.state == .invalid ? .digestAltered : .digestMissing, chain: report.chain,
        organization: digest.organization, digest: digest.location, files: [digest.location], count: 1,
        reason: digest.reason, gap: report.gaps.first { $0.digest == digest.location }, time: digest.end)
    }
  }

  private static func logs(of report: DigestChainReport) -> [IntegrityFinding] {
    let groups = Dictionary(grouping: report.logs.filter { $0.state == .invalid || $0.state == .missing }) {
      $0.digest
    }
    return report.digests.flatMap { digest in
      [(VerificationState.invalid, Kind.logAltered), (.missing, .logMissing)].compactMap { state, kind in
        let touched = (groups[digest.location] ?? []).filter { $0.state == state }
        guard let first = touched.first else { return nil }
        return IntegrityFinding(
          kind: kind, chain: report.chain, organization: digest.organization, digest: digest.location,
          files: touched.prefix(maximumFiles).map(\.location), count: touched.count, reason: first.reason,
          gap: nil, time: digest.end)
      }
    }
  }

  private static func gaps(of report: DigestChainReport) -> [IntegrityFinding] {
    report.gaps.filter { $0.cause == .notDelivered || $0.cause == .absent }.map { gap in
      IntegrityFinding(
        kind: .gap, chain: report.chain, organization: report.digests.first?.organization,
        digest: gap.digest, files: [], count: 0, reason: nil, gap: gap, time: gap.to ?? gap.from)
    }
  }
}

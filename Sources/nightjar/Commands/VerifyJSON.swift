import CloudTrail
import Events

/// The result of `verify` for programs.
enum VerifyJSON {
  /// The report as one object.
  static func value(_ report: IntegrityReport, naming everything: Bool) -> JSON {
    [
      "complete": .bool(report.isComplete), "digests": counts(report.digestCounts),
      "backfill_digests": counts(report.backfillCounts), "logs": counts(report.logCounts),
      "chains": .array(report.chains.map { chain($0, everything) }),
      "unlisted": .array(report.unlisted.map { .string($0.description) }),
      "problems": .array(report.problems.map { .string($0.description) }),
    ]
  }

  private static func chain(_ report: DigestChainReport, _ everything: Bool) -> JSON {
    let id = report.chain
    return [
      "account": .string(id.account), "region": .string(id.region), "trail": .string(id.trail),
      "home_region": .string(id.homeRegion), "backfill": .bool(id.isBackfill),
      "complete": .bool(report.isComplete), "digest_counts": counts(report.digestCounts),
      "log_counts": counts(report.logCounts), "proved_from": time(report.validPeriod?.lowerBound),
      "proved_to": time(report.validPeriod?.upperBound),
      "digests": .array(report.digests.filter { everything || $0.state != .valid }.map(digest)),
      "logs": .array(report.logs.filter { everything || $0.state != .valid }.map(log)),
      "gaps": .array(
        report.gaps.map {
          ["cause": .string($0.cause.rawValue), "from": time($0.from), "to": time($0.to)]
        }),
    ]
  }

  private static func digest(_ digest: DigestVerification) -> JSON {
    [
      "location": .string(digest.location.description), "state": .string(digest.state.rawValue),
      "reason": digest.reason.map { .string($0.description) } ?? .null, "start": time(digest.start),
      "end": time(digest.end), "fingerprint": digest.fingerprint.map { .string($0) } ?? .null,
    ]
  }

  private static func log(_ log: LogVerification) -> JSON {
    [
      "location": .string(log.location.description), "state": .string(log.state.rawValue),
      "reason": log.reason.map { .string($0.description) } ?? .null,
      "digest": .string(log.digest.description),
    ]
  }

  private static func counts(_ counts: VerificationCounts) -> JSON {
    func number(_ value: Int) -> JSON { .number(JSONNumber(value)) }
    return [
      "valid": number(counts.valid), "invalid": number(counts.invalid), "missing": number(counts.missing),
      "unverified": number(counts.unverified), "total": number(counts.total),
    ]
  }

  private static func time(_ time: Timestamp?) -> JSON {
    time.map { .string($0.description) } ?? .null
  }
}

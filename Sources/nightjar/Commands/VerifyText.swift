import CloudTrail
import Console
import Events

/// The result of `verify` for people.
enum VerifyText {
  /// Every chain with its counts, and every file and time that is not proved.
  static func lines(_ report: IntegrityReport, naming everything: Bool) -> [String] {
    var lines = report.chains.flatMap { chain($0, everything) }
    if !report.unlisted.isEmpty {
      lines.append("\(Quantity.text(report.unlisted.count, "log file")) that no digest lists")
      if everything { lines += report.unlisted.map { line("unverified", $0, .notListed) } }
    }
    return lines.map(Sanitizer.clean)
  }

  /// The counts of all chains.
  static func summary(_ report: IntegrityReport) -> [String] {
    let kinds = [
      ("digest", report.digestCounts), ("backfill digest", report.backfillCounts), ("log", report.logCounts),
    ]
    let gaps = report.chains.reduce(0) { $0 + $1.gaps.count }
    return kinds.compactMap { name, counts in
      counts.total == 0 ? nil : "\(name) files: \(text(counts))"
    } + (gaps == 0 ? [] : ["\(Quantity.text(gaps, "time")) without proof"])
  }

  private static func chain(_ report: DigestChainReport, _ everything: Bool) -> [String] {
    var lines = [report.chain.description]
    lines.append("  digests: \(text(report.digestCounts))")
    lines.append("  logs:    \(text(report.logCounts))")
    if let period = report.validPeriod {
      lines.append("  proved from \(period.lowerBound) to \(period.upperBound)")
    }
    lines += report.digests.filter { everything || $0.state != .valid }.map {
      line("\($0.state.rawValue) digest", $0.location, $0.reason)
    }
    // That the logs of an unverified digest are unverified needs no line for each.
    lines += report.logs.filter { everything || $0.state == .invalid || $0.state == .missing }.map {
      line("\($0.state.rawValue) log", $0.location, $0.reason)
    }
    lines += report.gaps.map(gap)
    return lines
  }

  private static func line(_ state: String, _ location: ObjectLocation, _ reason: IntegrityReason?) -> String
  {
    "  \(state)  \(location)\(reason.map { "  \($0)" } ?? "")"
  }

  private static func gap(_ gap: DigestGap) -> String {
    let period = [gap.from.map { "from \($0)" }, gap.to.map { "to \($0)" }].compactMap(\.self)
    let why =
      switch gap.cause {
      case .notDelivered: "logging or validation was off"
      case .missing: "digests are gone"
      case .invalid: "a digest is not valid"
      case .absent: "there are no digests"
      }
    return "  no proof \(period.joined(separator: " ")): \(why)"
  }

  private static func text(_ counts: VerificationCounts) -> String {
    let parts = [
      (counts.invalid, "invalid"), (counts.missing, "missing"), (counts.unverified, "unverified"),
    ]
    return
      (["\(counts.valid) of \(counts.total) valid"]
      + parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }).joined(separator: ", ")
  }
}

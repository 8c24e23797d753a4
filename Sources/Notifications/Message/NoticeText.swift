import Events
import Rules

/// A notice in words, for people.
struct NoticeText {
  /// One line.
  let subject: String
  /// The details, a line each.
  let lines: [String]
  /// The severity by its name; of digests the worst.
  let severity: String

  init(_ notice: Notice) {
    let summary = AlertSummary(notice.alert)
    switch notice.kind {
    case .alert:
      subject = "[\(summary.severity)] \(summary.ruleName)\(Self.place(summary))"
      lines = Self.details(summary, notice)
      severity = summary.severity
    case .closed:
      let reason = AlertFields.text(notice.alert, "kibana.alert.workflow_reason").map { ": \($0)" } ?? ""
      subject = "[closed] \(summary.ruleName)\(Self.place(summary))\(reason)"
      lines = Self.details(summary, notice)
      severity = summary.severity
    case .digest:
      let digest = notice.digest ?? NoticeDigest()
      subject = "\(digest.count) more \(digest.count == 1 ? "alert" : "alerts")"
      lines = Self.details(digest)
      severity = Self.worst(digest)
    case .test:
      subject = "Nightjar test message"
      lines = ["This sink works."]
      severity = "low"
    }
  }

  private static func place(_ summary: AlertSummary) -> String {
    summary.account.isEmpty ? "" : " in \(summary.account)"
  }

  private static func details(_ summary: AlertSummary, _ notice: Notice) -> [String] {
    let rows = [
      ("Reason", summary.reason), ("Time", summary.time), ("Severity", summary.severity),
      ("Risk score", "\(summary.riskScore)"), ("Principal", summary.principal), ("Action", summary.action),
      ("Outcome", summary.outcome), ("Source", summary.source), ("Account", summary.account),
      ("Region", summary.region), ("Rule", "\(summary.ruleName) (\(summary.ruleID))"),
      ("Alert", summary.uuid),
    ]
    let held =
      notice.held > 0
      ? ["Held back since the last message about this rule: \(notice.held)"] : []
    return rows.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" } + held
  }

  private static func details(_ digest: NoticeDigest) -> [String] {
    let period = digest.period.map { ["Raised from \($0.lowerBound) to \($0.upperBound)"] } ?? []
    let severities = Severity.allCases.reversed().compactMap { severity in
      digest.severities[severity.rawValue].map { "\(severity.rawValue): \($0)" }
    }
    return period + severities + digest.topRules(10).map { "\($0.count) × \($0.name)" }
  }

  private static func worst(_ digest: NoticeDigest) -> String {
    digest.severities.keys.compactMap { Severity(rawValue: $0) }.max()?.rawValue ?? "low"
  }
}

import Events

/// The blind windows that an alert is about, with what changed in them.
struct BlindWindowSearch {
  /// The windows with their changes: those that the alert's own event opened, otherwise those it lies in.
  let results: [WindowChanges]
  /// The period in which windows were looked for.
  let range: ClosedRange<Timestamp>
  /// Whether every call that changes controls was looked at.
  let isComplete: Bool

  /// A window may have begun this long before the alert.
  private static let reach: Int64 = 30 * 86_400

  /// - Throws: `EvidenceError` when the source cannot answer.
  static func run(_ context: InvestigationContext, before: Int64? = nil, limit: Int = 10_000)
    throws(EvidenceError)
    -> BlindWindowSearch
  {
    let facts = context.event
    let start = facts.time.adding(seconds: -(before ?? reach))
    let range = start...max(facts.time, context.now)
    let found = try BlindWindows.find(
      in: context.source, account: facts.account.isEmpty ? nil : facts.account, range: range, now: context.now
    )
    let opened = found.windows.filter { $0.isOpened(by: context.alert.sourceIDs) }
    let around = found.windows.filter { $0.start <= facts.time && facts.time <= $0.end }
    var results: [WindowChanges] = []
    for window in (opened.isEmpty ? around : opened).prefix(10) {
      results.append(
        try WindowChanges.find(window, actor: facts.actor, source: context.source, limit: limit))
    }
    return BlindWindowSearch(results: results, range: range, isComplete: found.isComplete)
  }
}

import Events
import Storage
import Synchronization

/// Records the time in which runs were missed, and that they were made up for.
final class GapKeeper: Sendable {
  /// Rules with a gap that is being filled; nil until the store was asked.
  private let open = Mutex<Set<String>?>(nil)

  /// Notes a run.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - plan: The run.
  ///   - last: When the rule ran before; nil when it never did.
  ///   - now: The present.
  ///   - writer: The transaction of the run.
  /// - Throws: `StoreError`.
  func note(
    _ rule: String, _ plan: RunPlan, last: Timestamp?, now: Timestamp, _ writer: StoreWriter
  ) throws {
    let known = try open.withLock { $0 } ?? Set(writer.gaps(status: .inProgress).map(\.rule))
    let isOpen = known.contains(rule)
    guard plan.kind == .catchUp || isOpen else { return open.withLock { $0 = known } }
    var gap = isOpen ? try writer.gaps(rule: rule, status: .inProgress, limit: 1).first : nil
    if gap == nil, let last, last < now {
      let id = try writer.addGap(rule: rule, period: last..<now)
      try writer.updateGap(id, status: .inProgress, filledMilliseconds: 0)
      gap = try writer.gaps(rule: rule, status: .inProgress, limit: 1).first
    }
    guard let gap else { return open.withLock { $0 = known } }
    let isFilled = plan.kind == .scheduled || plan.time >= gap.period.upperBound
    let end = isFilled ? gap.period.upperBound : max(gap.period.lowerBound, plan.time)
    try writer.updateGap(
      gap.id, status: isFilled ? .filled : .inProgress,
      filledMilliseconds: Int(end.milliseconds - gap.period.lowerBound.milliseconds))
    var next = known
    if isFilled { next.remove(rule) } else { next.insert(rule) }
    open.withLock { $0 = next }
  }

  /// Forgets what is known, as after a transaction that failed: the store is asked again.
  func reset() {
    open.withLock { $0 = nil }
  }
}

import Synchronization

/// What several detectors kept for rules that look at several events.
public final class KeptRows: Sendable {
  private struct State: Sendable {
    var table = RowTable()
    var collapsed = CollapsedRows()
    var counts = DetectionCounts()
  }

  private let state = Mutex(State())

  /// Nothing.
  public init() {}

  /// Takes in what a detector kept.
  public func add(_ detector: Detector) {
    let (table, collapsed, counts) = (detector.table, detector.collapsed, detector.counts)
    state.withLock { state in
      state.table.add(table)
      state.collapsed.add(collapsed)
      state.counts.add(counts)
    }
  }

  /// What was counted.
  public var counts: DetectionCounts { state.withLock(\.counts) }

  var table: RowTable { state.withLock(\.table) }

  func rows(of rule: Int, collapsed: Bool) -> [Row] {
    state.withLock { state in
      // Rows of stored events are not collapsed.
      (collapsed ? state.collapsed.rows[rule] ?? [] : []) + (state.table.rows[rule] ?? [])
    }
  }
}

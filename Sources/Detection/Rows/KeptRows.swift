import Synchronization

/// What several detectors kept for rules that look at several events.
public final class KeptRows: Sendable {
  /// The rows of every kind.
  struct Parts: Sendable {
    private(set) var table = RowTable()
    private(set) var collapsed = CollapsedRows()
    private(set) var terms = TermRows()
    private(set) var values = ValueTable(fields: 0)

    /// Nothing.
    init() {}

    /// What a detector kept.
    init(_ detector: Detector) {
      table = detector.table
      collapsed = detector.collapsed
      terms = detector.terms
      values = detector.values
    }

    /// Takes in what was kept for the same rules.
    mutating func add(_ other: Parts) {
      guard values.fieldCount > 0 else {
        self = other
        return
      }
      table.add(other.table)
      let numbers = values.take(other.values)
      collapsed.add(other.collapsed, numbers)
      terms.add(other.terms, numbers)
    }
  }

  private struct State: Sendable {
    var parts = Parts()
    var counts = DetectionCounts()
  }

  private let state = Mutex(State())

  /// Nothing.
  public init() {}

  /// Takes in what a detector kept.
  public func add(_ detector: Detector) {
    let (parts, counts) = (Parts(detector), detector.counts)
    state.withLock { state in
      state.parts.add(parts)
      state.counts.add(counts)
    }
  }

  /// What was counted.
  public var counts: DetectionCounts { state.withLock(\.counts) }

  var table: RowTable { state.withLock(\.parts.table) }

  func rows(of rule: Int, collapsed: Bool) -> [Row] {
    state.withLock { state in
      // Rows of stored events are not collapsed.
      (collapsed ? state.parts.collapsed.rows(of: rule, state.parts.values) : [])
        + (state.parts.table.rows[rule] ?? [])
    }
  }
}

import Detection
import Events
import Storage

/// The signals of a rule that wait in the store for its next run.
struct Waiting: Sendable {
  private let ids: [Int64]
  /// The signals, in their order.
  let signals: [Signal]
  /// How many wait behind them.
  let unloaded: Int

  /// Reads them.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - place: Its place among the active rules.
  ///   - limit: The most that are read.
  ///   - reader: The store.
  /// - Throws: `StoreError`.
  init(rule: String, place: Int, limit: Int, _ reader: StoreReader) throws {
    let rows = try reader.pendingSignals(rule, limit: limit)
    let pairs = rows.compactMap { row in
      Signal(json: row.payload, rule: place).map { (row.id, $0) }
    }
    ids = pairs.map(\.0)
    signals = pairs.map(\.1)
    unloaded = rows.count < limit ? 0 : try reader.pendingSignalCount(rule) - rows.count
  }

  /// Removes what a run took up, which are the first ones, and adds what it left.
  ///
  /// - Throws: `StoreError`.
  func store(rule: String, taken: Int, left: [Signal], _ writer: StoreWriter) throws {
    try writer.removePendingSignals(Array(ids.prefix(taken)))
    try writer.addPendingSignals(rule, left.map(\.json))
  }
}

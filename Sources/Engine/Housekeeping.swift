import Events
import Storage

/// Removes what is older than it is to be kept.
struct Housekeeping {
  let engine: Engine

  /// How long records of runs and finished deliveries are kept, in nanoseconds.
  private static let recordLife: Int64 = 30 * 86_400_000_000_000

  /// Removes events beyond the retention, and old records.
  ///
  /// - Throws: `StoreError`.
  func run(at now: Timestamp) throws {
    let retention = engine.configuration.nanoseconds("storage.retention")
    let records = Timestamp(nanoseconds: now.nanoseconds - Self.recordLife)
    try engine.store.write { writer in
      try writer.dropEvents(before: Timestamp(nanoseconds: now.nanoseconds - retention))
      try writer.removeRuns(before: records)
      _ = try writer.removeDeliveries(finishedBefore: records)
    }
  }
}

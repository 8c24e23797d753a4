public import Events
public import Foundation
import GRDB

/// Something that an input could not read.
public struct Quarantined: Sendable, Hashable {
  /// The number.
  public let id: Int64
  /// Where it came from, such as the path of a file.
  public let source: String
  /// Why it could not be read.
  public let reason: String
  /// Where in the source it was, in bytes; nil when that is not known.
  public let offset: Int?
  /// When it was met.
  public let at: Timestamp
  /// Its first bytes.
  public let sample: Data

  /// So many bytes are kept of each.
  public static let sampleLength = 4096
  /// So many are kept; then the oldest go.
  public static let maximumCount = 10_000
}

extension StoreReader {
  /// What could not be read, the newest first.
  ///
  /// - Throws: `StoreError`.
  public func quarantine(source: String? = nil, before: Int64 = .max, limit: Int = 100) throws
    -> [Quarantined]
  {
    try rows(
      """
      SELECT id, source, reason, byte_offset, at, sample FROM quarantine
      WHERE id < ?1 AND (?2 IS NULL OR source = ?2) ORDER BY id DESC LIMIT ?3
      """, [before, source, limit]
    ) { row in
      Quarantined(
        id: row[0], source: row[1], reason: row[2], offset: row[3], at: Timestamp(row[4] as Int64),
        sample: row[5])
    }
  }

  /// How much could not be read and is kept.
  ///
  /// - Throws: `StoreError`.
  public func quarantineCount() throws -> Int {
    try integer("SELECT count(*) FROM quarantine")
  }
}

extension StoreWriter {
  /// Keeps a sample of what could not be read.
  ///
  /// - Throws: `StoreError`.
  public func addQuarantine(source: String, reason: String, offset: Int?, sample: some Collection<UInt8>)
    throws
  {
    try execute(
      "INSERT INTO quarantine (source, reason, byte_offset, at, sample) VALUES (?, ?, ?, ?, ?)",
      [source, reason, offset, now.nanoseconds, Data(sample.prefix(Quarantined.sampleLength))])
    try execute(
      "DELETE FROM quarantine WHERE id <= ?", [database.lastInsertedRowID - Int64(Quarantined.maximumCount)])
  }

  /// Removes one, or all.
  ///
  /// - Returns: How many there were.
  /// - Throws: `StoreError`.
  @discardableResult
  public func removeQuarantine(_ id: Int64? = nil) throws -> Int {
    try execute("DELETE FROM quarantine WHERE ?1 IS NULL OR id = ?1", [id])
  }
}

import Crypto
import Events
import Foundation
import GRDB
import OrderedCollections

/// Walks the audit log from its beginning and stops at the first thing that is wrong.
struct AuditVerification {
  private let reader: StoreReader
  private let keys: [String: Curve25519.Signing.PublicKey]
  private let expected: AuditHead?
  private var report = AuditReport()
  private var previous = AuditChain.start
  private var seq: Int64 = 0

  init(_ reader: StoreReader, trusted: [Curve25519.Signing.PublicKey], expected: AuditHead?) {
    self.reader = reader
    self.expected = expected
    keys = Dictionary(
      trusted.map { (AuditKey.id(of: $0.rawRepresentation), $0) }, uniquingKeysWith: { first, _ in first })
  }

  private struct Checkpoint {
    let seq: Int64
    let at: Int64
    let hash: Data
    let key: String
    let signature: Data
  }

  mutating func run() throws -> AuditReport {
    let checkpoints = try Self.checkpoints(reader)
    let signed = try Self.entries(reader)
    var pending: Checkpoint? = try checkpoints.next()
    var lastSigned: Int64 = 0
    while let row = try signed.next() {
      if let problem = check(row) { return finish(problem) }
      while let checkpoint = pending, checkpoint.seq <= seq {
        if let problem = check(checkpoint) { return finish(problem) }
        lastSigned = checkpoint.seq
        pending = try checkpoints.next()
      }
      if let expected, expected.seq == seq, expected.hash != Hexadecimal.text(previous) {
        return finish(.contradicted(seq: seq))
      }
    }
    let latest = max(pending?.seq ?? 0, expected?.seq ?? 0)
    if latest > seq { return finish(.truncated(last: seq, signed: latest)) }
    return finish(lastSigned < seq ? .unsigned(from: lastSigned + 1) : nil)
  }

  private static func entries(_ reader: StoreReader) throws -> RowCursor {
    try Row.fetchCursor(
      reader.database.makeStatement(sql: "SELECT seq, at, entry, previous, hash FROM audit ORDER BY seq"))
  }

  private static func checkpoints(_ reader: StoreReader) throws -> AnyCursor<Checkpoint> {
    let sql = "SELECT seq, at, hash, key_id, signature FROM audit_checkpoints ORDER BY seq"
    return AnyCursor(
      try Row.fetchCursor(reader.database.makeStatement(sql: sql)).map { row in
        Checkpoint(seq: row[0], at: row[1], hash: row[2], key: row[3], signature: row[4])
      })
  }

  private mutating func check(_ row: Row) -> AuditReport.Problem? {
    let number: Int64 = row[0]
    guard number == seq + 1 else { return .missing(seq: seq + 1) }
    let entry: String = row[2]
    let hash = AuditChain.hash(after: previous, entry)
    guard row[3] as Data == previous, row[4] as Data == hash, Self.names(entry, number, row[1]) else {
      return .altered(seq: number)
    }
    previous = hash
    seq = number
    report.entries += 1
    report.head = AuditHead(seq: number, hash: Hexadecimal.text(hash))
    return nil
  }

  /// Whether the entry says the number and the time of its row.
  private static func names(_ entry: String, _ seq: Int64, _ at: Int64) -> Bool {
    guard let members = try? JSONReader.read(entry).object else { return false }
    return members["seq"]?.integer == Int(seq)
      && members["at"]?.string == Timestamp(nanoseconds: at).description
  }

  private mutating func check(_ checkpoint: Checkpoint) -> AuditReport.Problem? {
    let statement = AuditChain.statement(seq: checkpoint.seq, at: checkpoint.at, hash: checkpoint.hash)
    guard let key = keys[checkpoint.key], key.isValidSignature(checkpoint.signature, for: statement) else {
      return .badSignature(seq: checkpoint.seq)
    }
    guard checkpoint.seq == seq, checkpoint.hash == previous else {
      return .contradicted(seq: checkpoint.seq)
    }
    report.checkpoints += 1
    return nil
  }

  private mutating func finish(_ problem: AuditReport.Problem?) -> AuditReport {
    report.problem = problem
    return report
  }
}

public import Crypto
public import Events
import Foundation
import GRDB
public import OrderedCollections

extension StoreReader {
  /// Entries of the audit log, the newest first.
  ///
  /// - Throws: `StoreError`.
  public func auditEntries(before: Int64 = .max, limit: Int = 100) throws -> [AuditEntry] {
    try rows(
      "SELECT seq, at, entry, hash FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?", [before, limit],
      AuditEntry.init(row:))
  }

  /// Hands out all entries of the audit log, the oldest first.
  ///
  /// - Throws: `StoreError`, and what the closure throws.
  public func exportAudit(_ body: (AuditEntry) throws -> Void) throws {
    let statement = try database.makeStatement(sql: "SELECT seq, at, entry, hash FROM audit ORDER BY seq")
    let cursor = try Row.fetchCursor(statement)
    while let row = try cursor.next() { try body(AuditEntry(row: row)) }
  }

  /// Checks that the audit log is as it was written.
  ///
  /// - Parameters:
  ///   - trusted: The public keys whose signatures count.
  ///   - expected: A head that was kept elsewhere; nil when there is none.
  /// - Returns: What was found.
  /// - Throws: `StoreError` when the log cannot be read.
  public func verifyAudit(
    trusted: [Curve25519.Signing.PublicKey], expected: AuditHead? = nil
  ) throws -> AuditReport {
    var verification = AuditVerification(self, trusted: trusted, expected: expected)
    return try verification.run()
  }
}

extension StoreWriter {
  /// Writes an entry of the audit log. The end of the transaction signs the log.
  ///
  /// - Parameters:
  ///   - action: What is done, such as `alert.close`.
  ///   - subject: What it is done to.
  ///   - actor: Who does it.
  ///   - details: More about it; no secrets.
  /// - Throws: `StoreError`.
  public func audit(action: String, subject: String, actor: String, details: JSONObject = [:]) throws {
    let last = try row("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1") {
      ($0[0] as Int64, $0[1] as Data)
    }
    let seq = (last?.0 ?? 0) + 1
    let previous = last?.1 ?? AuditChain.start
    let members: JSONObject = [
      "action": .string(action), "actor": .string(actor), "at": .string(now.description),
      "details": .object(details), "seq": .number(JSONNumber(Int(seq))), "subject": .string(subject),
    ]
    let entry = JSONWriter.text(AuditChain.canonical(.object(members)))
    let hash = AuditChain.hash(after: previous, entry)
    try execute(
      "INSERT INTO audit (seq, at, entry, previous, hash) VALUES (?, ?, ?, ?, ?)",
      [seq, now.nanoseconds, entry, previous, hash])
    auditHead = (seq, hash)
  }

  /// Signs what was written to the audit log in this transaction.
  func signAudit() throws {
    guard let (seq, hash) = auditHead else { return }
    let key = try state.auditKey()
    let at = now.nanoseconds
    try execute(
      "INSERT INTO audit_checkpoints (seq, at, hash, key_id, signature) VALUES (?, ?, ?, ?, ?)",
      [seq, at, hash, key.id, try key.sign(AuditChain.statement(seq: seq, at: at, hash: hash))])
  }
}

extension Store {
  /// The public key that checks the signatures of the audit log, as it is exported.
  ///
  /// - Throws: `StoreError`.
  public func auditPublicKey() throws -> Curve25519.Signing.PublicKey {
    try AuditKey(folder: folder).publicKey()
  }

  /// Checks that the audit log is as it was written, with the key of the data folder.
  ///
  /// - Parameter expected: A head that was kept elsewhere; nil when there is none.
  /// - Returns: What was found.
  /// - Throws: `StoreError` when the log or the key cannot be read.
  public func verifyAudit(expected: AuditHead? = nil) throws -> AuditReport {
    let key = try auditPublicKey()
    return try read { try $0.verifyAudit(trusted: [key], expected: expected) }
  }
}

extension AuditEntry {
  init(row: Row) throws {
    let seq: Int64 = row[0]
    let members = try StoredText.value(row[2], "entry \(seq) of the audit log").object ?? [:]
    self.init(
      seq: seq, at: Timestamp(row[1] as Int64), action: members["action"]?.string ?? "",
      subject: members["subject"]?.string ?? "", actor: members["actor"]?.string ?? "",
      details: members["details"]?.object ?? [:], hash: Hexadecimal.text(row[3] as Data))
  }
}

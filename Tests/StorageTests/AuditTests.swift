import Crypto
import Events
import Foundation
import GRDB
import OrderedCollections
import Storage
import TestSupport
import Testing

struct AuditTests {
  /// A store with five entries, written in three transactions.
  private static func filled() throws -> TestStore {
    let test = try TestStore()
    for group in [["1", "2"], ["3"], ["4", "5"]] {
      try test.store.write { writer in
        for subject in group {
          try writer.audit(
            action: "test", subject: subject, actor: "alice", details: ["z": 1, "a": ["y": 2, "x": 3]])
        }
      }
    }
    return test
  }

  /// Changes the file as somebody would who wants to hide something.
  private static func tamper(_ test: TestStore, _ statements: [String]) throws {
    let queue = try DatabaseQueue(path: test.folder.url.appending(path: Store.fileName).path)
    try queue.write { database in
      for name in [
        "audit_no_update", "audit_no_delete", "audit_checkpoints_no_update", "audit_checkpoints_no_delete",
      ] {
        try database.execute(sql: "DROP TRIGGER \(name)")
      }
      for statement in statements { try database.execute(sql: statement) }
    }
    try queue.close()
  }

  @Test func whatWasWrittenIsValid() throws {
    let empty = try TestStore()
    #expect(try empty.store.verifyAudit().isValid)
    let test = try Self.filled()
    let report = try test.store.verifyAudit()
    #expect(report.isValid)
    #expect(report.entries == 5)
    #expect(report.checkpoints == 3)
    var exported: [AuditEntry] = []
    try test.store.read { try $0.exportAudit { exported.append($0) } }
    #expect(exported.map(\.subject) == ["1", "2", "3", "4", "5"])
    #expect(exported[0].details == ["a": ["x": 3, "y": 2], "z": 1])
    #expect(report.head == AuditHead(seq: 5, hash: exported[4].hash))
    #expect(try test.store.read { try $0.auditEntries(before: 4, limit: 2) }.map(\.seq) == [3, 2])
  }

  @Test func theFileRefusesChanges() throws {
    let test = try Self.filled()
    let queue = try DatabaseQueue(path: test.folder.url.appending(path: Store.fileName).path)
    for statement in ["UPDATE audit SET at = 0", "DELETE FROM audit", "DELETE FROM audit_checkpoints"] {
      #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: statement) } }
    }
  }

  @Test(arguments: [
    // Changed.
    (
      ["UPDATE audit SET entry = replace(entry, 'alice', 'bob') WHERE seq = 3"],
      AuditReport.Problem.altered(seq: 3)
    ),
    (["UPDATE audit SET at = at + 1000000 WHERE seq = 2"], .altered(seq: 2)),
    (["UPDATE audit SET hash = zeroblob(32) WHERE seq = 4"], .altered(seq: 4)),
    // Removed.
    (["DELETE FROM audit WHERE seq = 3"], .missing(seq: 3)),
    (["DELETE FROM audit WHERE seq = 1"], .missing(seq: 1)),
    // Removed, and the others moved together.
    (["DELETE FROM audit WHERE seq = 3", "UPDATE audit SET seq = seq - 1 WHERE seq > 3"], .altered(seq: 3)),
    // The end cut off.
    (["DELETE FROM audit WHERE seq > 3"], .truncated(last: 3, signed: 5)),
    (["DELETE FROM audit"], .truncated(last: 0, signed: 2)),
    // Exchanged.
    (
      [
        "UPDATE audit SET seq = -2 WHERE seq = 2", "UPDATE audit SET seq = 2 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = -2",
      ],
      .altered(seq: 2)
    ),
    // Signatures changed, removed, moved.
    (["UPDATE audit_checkpoints SET signature = zeroblob(64) WHERE seq = 3"], .badSignature(seq: 3)),
    (["UPDATE audit_checkpoints SET at = at + 1 WHERE seq = 2"], .badSignature(seq: 2)),
    (["UPDATE audit_checkpoints SET key_id = 'other'"], .badSignature(seq: 2)),
    (["DELETE FROM audit_checkpoints WHERE seq = 5"], .unsigned(from: 4)),
  ]) func tamperingIsFound(_ statements: [String], _ problem: AuditReport.Problem) throws {
    let test = try Self.filled()
    try Self.tamper(test, statements)
    #expect(try test.store.verifyAudit().problem == problem)
  }

  @Test func aHeadKeptElsewhereShowsWhatWasRemovedWithItsSignature() throws {
    let test = try Self.filled()
    let head = try #require(try test.store.verifyAudit().head)
    try Self.tamper(test, ["DELETE FROM audit WHERE seq > 3", "DELETE FROM audit_checkpoints WHERE seq > 3"])
    #expect(try test.store.verifyAudit().isValid)
    #expect(try test.store.verifyAudit(expected: head).problem == .truncated(last: 3, signed: 5))
    let other = AuditHead(seq: 2, hash: head.hash)
    #expect(try test.store.verifyAudit(expected: other).problem == .contradicted(seq: 2))
  }

  @Test func aRewrittenLogIsNotByTheKey() throws {
    let test = try Self.filled()
    let stranger = Curve25519.Signing.PrivateKey().publicKey
    #expect(
      try test.store.read { try $0.verifyAudit(trusted: [stranger]) }.problem == .badSignature(seq: 2))
    let file = test.folder.url.appending(path: AuditKey.fileName)
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func entriesOfAnUndoneTransactionAreNotThere() throws {
    struct Stop: Error {}
    let test = try Self.filled()
    #expect(throws: Stop.self) {
      try test.store.write { writer in
        try writer.audit(action: "test", subject: "6", actor: "alice")
        throw Stop()
      }
    }
    try test.store.write { try $0.audit(action: "test", subject: "6", actor: "alice") }
    let report = try test.store.verifyAudit()
    #expect(report.isValid)
    #expect(report.entries == 6)
  }
}

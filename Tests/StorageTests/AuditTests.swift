import Events
import OrderedCollections
import Storage
import TestSupport
import Testing

struct AuditTests {
  @Test func whatWasWrittenIsValid() throws {
    let test = try TestStore()
    #expect(try test.store.verifyAudit().isValid)
    for number in 1...5 {
      try test.store.write {
        try $0.audit(action: "test", subject: "\(number)", actor: "alice", details: ["z": 1, "a": 2])
      }
    }
    let report = try test.store.verifyAudit()
    #expect(report.isValid)
    #expect(report.entries == 5)
    #expect(report.checkpoints == 5)
    var exported: [AuditEntry] = []
    try test.store.read { try $0.exportAudit { exported.append($0) } }
    #expect(exported.map(\.subject) == ["1", "2", "3", "4", "5"])
    #expect(report.head == AuditHead(seq: 5, hash: exported[4].hash))
  }
}

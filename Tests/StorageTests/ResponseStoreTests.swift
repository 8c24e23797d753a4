import Events
import GRDB
import OrderedCollections
import TestSupport
import Testing

@testable import Storage

/// Responses in the store: who may take them, and what can no longer be changed.
@Suite struct ResponseStoreTests {
  private let test: TestStore

  init() throws {
    test = try TestStore()
    try test.store.write { writer in
      try writer.insertResponse(Self.draft("r1"))
      try writer.insertResponse(Self.draft("r2", undoes: "r1"))
    }
  }

  private static func draft(_ id: String, undoes: String? = nil) -> ResponseDraft {
    ResponseDraft(
      id: id, alert: "a", playbook: "p", subject: "s", account: "111122223333", undoes: undoes,
      requester: "user:alice", plan: ["calls": [1.50, "x"]])
  }

  @Test func theyAreReadAsTheyWereWritten() throws {
    let response = try #require(try test.store.read { try $0.response("r1") })
    #expect(response.status == .planned && response.plan == ["calls": [1.50, "x"]] && response.result == nil)
    #expect(response.created == test.clock.now && response.executed == nil && response.approvals.isEmpty)
    #expect(try test.store.read { try $0.responses(alert: "a") }.map(\.id) == ["r2", "r1"])
    #expect(try test.store.read { try $0.responses(before: 2) }.map(\.id) == ["r1"])
    #expect(try test.store.read { try $0.undos(of: "r1") }.map(\.id) == ["r2"])
    #expect(try test.store.read { try $0.response("r3") } == nil)
    #expect(throws: StoreError.self) { try test.store.write { try $0.insertResponse(Self.draft("r1")) } }
    #expect(throws: StoreError.self) {
      try test.store.write { try $0.insertResponse(Self.draft("r4", undoes: "none")) }
    }
  }

  @Test func anActorApprovesOnce() throws {
    func approve(_ actor: String) throws -> Bool {
      try test.store.write { try $0.insertResponseApproval("r1", actor: actor, planHash: "h") }
    }
    #expect(try approve("user:alice"))
    #expect(try !approve("user:alice"))
    test.clock.advance(seconds: 1)
    #expect(try approve("user:bob"))
    let approvals = try test.store.read { try $0.response("r1")?.approvals }
    #expect(approvals?.map(\.actor) == ["user:alice", "user:bob"])
  }

  @Test func onlyOneTakesIt() throws {
    let begin = test.clock.now
    func claim(_ abandoned: Timestamp) throws -> Bool {
      try test.store.write { try $0.claimResponse("r1", abandonedBefore: abandoned) }
    }
    #expect(try !claim(begin))
    #expect(try test.store.write { try $0.setResponse("r1", to: .approved, from: [.planned]) })
    #expect(try !test.store.write { try $0.setResponse("r1", to: .approved, from: [.planned]) })
    #expect(try claim(begin))
    #expect(try !claim(begin))
    test.clock.advance(seconds: 60)
    #expect(try claim(test.clock.now))
    #expect(try test.store.read { try $0.response("r1")?.executed } == begin)
    let later = test.clock.now
    #expect(try test.store.read { try $0.responseCount(executedAfter: later, automatic: false) } == 0)
    let before = Timestamp(nanoseconds: begin.nanoseconds - 1)
    #expect(try test.store.read { try $0.responseCount(executedAfter: before, automatic: false) } == 1)
    #expect(try test.store.read { try $0.responseCount(executedAfter: before, automatic: true) } == 0)
  }

  @Test(arguments: [
    "UPDATE responses SET plan = '{}' WHERE id = 'r1'", "UPDATE responses SET alert = 'b'",
    "UPDATE response_approvals SET actor = 'user:eve'", "DELETE FROM response_approvals",
  ]) func plansAndApprovalsStay(_ sql: String) throws {
    _ = try test.store.write { try $0.insertResponseApproval("r1", actor: "user:alice", planHash: "h") }
    #expect(throws: DatabaseError.self) { try test.store.pool.write { try $0.execute(sql: sql) } }
    let response = try test.store.read { try $0.response("r1") }
    #expect(response?.plan["calls"] != nil && response?.approvals.map(\.actor) == ["user:alice"])
  }
}

import Events
import Storage
import TestSupport
import Testing

struct DeliveryTests {
  @Test func aDeliveryIsLeasedUntilItIsReportedOn() throws {
    let test = try TestStore()
    let second: Int64 = 1_000_000_000
    func lease() throws -> [Delivery] {
      try test.store.write { try $0.leaseDeliveries(sink: "hook", limit: 10, lease: 60 * second) }
    }
    func enqueue() throws -> Int64? {
      try test.store.write {
        try $0.enqueueDelivery(
          sink: "hook", kind: "alert", alert: "a", idempotencyKey: "a", payload: ["x": 1])
      }
    }
    #expect(try enqueue() != nil)
    #expect(try enqueue() == nil)
    let first = try #require(try lease().first)
    #expect(first.attempts == 1)
    #expect(first.payload == ["x": 1])
    #expect(try lease().isEmpty)
    test.clock.advance(seconds: 61)
    let again = try #require(try lease().first)
    #expect(again.attempts == 2)
    try test.store.write {
      try $0.deliveryFailed(again.id, error: "HTTP 500", next: time("2026-10-14T13:00:00Z"))
    }
    #expect(try test.store.read { try $0.nextDelivery() } == time("2026-10-14T13:00:00Z"))
    try test.store.write { try $0.buryDelivery(again.id, error: "HTTP 500") }
    #expect(try test.store.read { try $0.deliveryCounts() } == ["hook": [.dead: 1]])
    #expect(try test.store.write { try $0.requeueDelivery(again.id) })
    let last = try #require(try lease().first)
    try test.store.write { try $0.deliverySucceeded(last.id) }
    #expect(try test.store.read { try $0.delivery(last.id) }?.state == .sent)
    #expect(try test.store.write { try $0.removeDeliveries(finishedBefore: time("2027-01-01")) } == 1)
  }
}

/// An event that several rules keep together; it is gone when none keeps it any more.
final class KeptEvent: Sendable {
  let event: HeldEvent

  init(_ event: HeldEvent) {
    self.event = event
  }

  /// Whether it is the first of two events of the same time.
  func precedes(_ other: KeptEvent) -> Bool {
    (event.order, event.identity.id) < (other.event.order, other.event.identity.id)
  }
}

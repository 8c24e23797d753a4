/// Where an event comes from: makes what is kept of it. A value, where a closure would count references at every call.
protocol EventOrigin {
  /// The event, with its text or without.
  func held(hasText: Bool) -> HeldEvent
}

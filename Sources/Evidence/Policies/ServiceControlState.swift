/// What is known about the service control policies of an account where none are at hand.
enum ServiceControlState: Sendable, Hashable {
  /// None restrict it, with the reason.
  case none(String)
  /// There may be some; why they cannot be read.
  case unreadable(String)
}

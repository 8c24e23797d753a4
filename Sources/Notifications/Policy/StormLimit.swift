/// How many alerts a sink is told one by one in a time; the others of that time are one digest.
public struct StormLimit: Sendable, Hashable {
  /// How many.
  public var alerts: Int
  /// The time.
  public var window: Duration

  /// A limit.
  public init(alerts: Int = 20, window: Duration = .seconds(300)) {
    self.alerts = alerts
    self.window = window
  }
}

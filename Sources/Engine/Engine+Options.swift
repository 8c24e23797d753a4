public import AWS
import Foundation
public import Logging
import Storage

extension Engine {
  /// What an engine takes from its surroundings.
  public struct Options: Sendable {
    /// The time.
    public var clock: EngineClock
    /// Makes identifiers of executions.
    public var makeID: @Sendable () -> String
    /// Where the engine says what happens.
    public var log: Logger
    /// The client of AWS for a region, for sinks of AWS; nil when there is none.
    public var aws: (@Sendable (_ region: String) -> AWSClient)?
    /// What takes part in storing alerts.
    public var observers: [any AlertObserver]

    /// The usual options.
    public init(
      clock: EngineClock = .system, makeID: @escaping @Sendable () -> String = Options.randomID,
      log: Logger = Logger(label: "nightjar"), observers: [any AlertObserver] = []
    ) {
      self.clock = clock
      self.makeID = makeID
      self.log = log
      self.observers = observers
    }

    /// A random identifier.
    @Sendable public static func randomID() -> String { UUID().uuidString.lowercased() }
  }
}

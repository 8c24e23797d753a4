public import AWS
public import Events
public import Foundation

/// What sinks need of the world.
public struct SinkSurroundings: Sendable {
  /// The version of the program.
  public var version: String
  /// The environment variables, which secrets are read from.
  public var variables: [String: String]
  /// The name of this machine.
  public var hostname: String
  /// The clock.
  public var now: @Sendable () -> Timestamp
  /// The client of AWS for a region; nil when there is none.
  public var aws: (@Sendable (_ region: String) -> AWSClient)?

  /// The surroundings of a process.
  public init(
    version: String, variables: [String: String] = ProcessInfo.processInfo.environment,
    hostname: String = ProcessInfo.processInfo.hostName,
    now: @escaping @Sendable () -> Timestamp = AWSSurroundings.systemTime,
    aws: (@Sendable (_ region: String) -> AWSClient)? = nil
  ) {
    self.version = version
    self.variables = variables
    self.hostname = hostname
    self.now = now
    self.aws = aws
  }
}

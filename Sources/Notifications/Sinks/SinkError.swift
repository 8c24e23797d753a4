/// Why a notice was not taken.
public struct SinkError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Whether another try is of no use.
  public let isPermanent: Bool
  /// What happened, without secrets.
  public let message: String
  /// How long the other side asked to be left alone.
  public let wait: Duration?

  /// An error that may pass.
  static func passing(_ message: String, wait: Duration? = nil) -> SinkError {
    SinkError(isPermanent: false, message: HeaderText.cut(HeaderText.oneLine(message), 500), wait: wait)
  }

  /// An error that stays.
  static func permanent(_ message: String) -> SinkError {
    SinkError(isPermanent: true, message: HeaderText.cut(HeaderText.oneLine(message), 500), wait: nil)
  }

  /// A setting that cannot be used now: a file or variable may still come.
  static func settings(_ error: SettingsError) -> SinkError { .passing("\(error)") }

  /// What happened.
  public var description: String { message }
}

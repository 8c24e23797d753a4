import ArgumentParser
import Foundation

/// The exit statuses of the program, which scripts rely on.
enum Exit {
  /// Alerts at or above `--fail-on`.
  static let alerts = ExitCode(1)
  /// Wrong usage or a wrong rule.
  static let usage = ExitCode(2)
  /// Wrong configuration.
  static let configuration = ExitCode(3)
  /// Some input was skipped or could not be read.
  static let incomplete = ExitCode(4)
  /// A response was not carried out, or its effect was not verified.
  static let response = ExitCode(5)
  /// Interrupted by a signal.
  static let interrupted = ExitCode(130)

  /// Ends the program. Nothing is left to flush: output is written at once.
  static func end(_ status: ExitCode) -> Never { exit(status.rawValue) }
}

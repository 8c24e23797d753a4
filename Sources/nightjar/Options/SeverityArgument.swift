import ArgumentParser
import Rules

/// A severity on the command line, as a lower bound.
enum SeverityArgument: String, ExpressibleByArgument, CaseIterable {
  case low
  case medium
  case high
  case critical

  /// Whether a severity is at least this one.
  func accepts(_ severity: String) -> Bool {
    guard let bound = Severity(rawValue: rawValue), let other = Severity(rawValue: severity) else {
      return false
    }
    return other >= bound
  }
}

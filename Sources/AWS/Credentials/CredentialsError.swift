/// Why there are no credentials.
public enum CredentialsError: Error, Sendable, Hashable {
  /// A provider does not apply here; the next one of a chain is asked.
  case notConfigured(provider: String, reason: String)
  /// A provider applies and failed; a chain ends here, so that nobody acts as somebody else by mistake.
  case failed(provider: String, reason: String)
  /// No provider of a chain applies.
  case noneFound([String])
  /// The task was cancelled.
  case cancelled
}

extension CredentialsError: CustomStringConvertible {
  /// What went wrong and what to do.
  public var description: String {
    switch self {
    case .notConfigured(let provider, let reason): "\(provider): \(reason)"
    case .failed(let provider, let reason): "\(provider): \(reason)"
    case .noneFound(let reasons):
      "no AWS credentials found; set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run with a role"
        + (reasons.isEmpty ? "" : " (" + reasons.joined(separator: "; ") + ")")
    case .cancelled: "cancelled"
    }
  }
}

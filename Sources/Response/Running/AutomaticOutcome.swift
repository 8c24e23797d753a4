public import Storage

/// What became of an automatic response.
public struct AutomaticOutcome: Sendable {
  /// What was configured.
  public let automatic: AutomaticSettings
  /// What happened.
  public let result: Result<StoredResponse, ResponseError>
}

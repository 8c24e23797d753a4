/// What Security Hub made of findings.
public struct ImportedFindings: Sendable, Hashable {
  /// How many were taken.
  public let successCount: Int
  /// Those that were not.
  public let failures: [Failure]

  /// A finding that was not taken.
  public struct Failure: Sendable, Hashable {
    /// The identifier of the finding.
    public let findingID: String
    /// The code of the error.
    public let code: String
    /// The error in words.
    public let message: String
  }
}

/// Where policies of principals come from: files, or IAM itself.
public protocol PolicySource: Sendable {
  /// What decides about the calls of a principal, as a library that holds at least its policies.
  ///
  /// - Parameter principal: The ARN of a user or role.
  /// - Returns: The library.
  /// - Throws: `EvidenceError` when they cannot be read.
  func library(for principal: String) async throws(EvidenceError) -> PolicyLibrary

  /// What IAM itself says, as `iam:SimulatePrincipalPolicy` does; nil when the source cannot ask it.
  ///
  /// - Throws: `EvidenceError` when the question fails.
  func simulate(_ request: RequestContext) async throws(EvidenceError) -> PolicyDecision?
}

extension PolicyLibrary: PolicySource {
  /// The library itself.
  public func library(for principal: String) async -> PolicyLibrary { self }

  /// Files cannot ask IAM.
  public func simulate(_ request: RequestContext) async -> PolicyDecision? { nil }
}

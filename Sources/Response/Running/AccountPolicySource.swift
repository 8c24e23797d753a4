public import AWS
public import Evidence

/// Policies of principals of every account that is configured: each is read with the role of its account, and those of the
/// organization with the credentials themselves.
public struct AccountPolicySource: PolicySource {
  private let client: AWSClient
  private let settings: ResponseSettings

  /// Policies as a client and the roles of accounts reach them.
  public init(client: AWSClient, settings: ResponseSettings) {
    self.client = client
    self.settings = settings
  }

  /// The policies of a principal.
  ///
  /// - Throws: `EvidenceError` when IAM refuses or cannot be reached.
  public func library(for principal: String) async throws(EvidenceError) -> PolicyLibrary {
    try await source(of: principal).library(for: principal)
  }

  /// What IAM's simulator says.
  ///
  /// - Throws: `EvidenceError` when IAM refuses or cannot be reached.
  public func simulate(_ request: RequestContext) async throws(EvidenceError) -> PolicyDecision? {
    try await source(of: request.issuerARN ?? request.principalARN).simulate(request)
  }

  private func source(of arn: String) -> IAMPolicySource {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count > 4, let account = settings.account(String(parts[4])) else {
      return IAMPolicySource(client)
    }
    let role = AssumeRole(
      roleARN: account.roleARN, sessionName: "nightjar-evidence", externalID: account.externalID)
    return IAMPolicySource(client.assuming(role), organization: client)
  }
}

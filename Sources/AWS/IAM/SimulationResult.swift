/// What the simulator says about one action on one resource.
public struct SimulationResult: Sendable, Hashable {
  /// The action.
  public let action: String
  /// The resource; `*` when none was named.
  public let resource: String?
  /// What comes out.
  public let decision: Decision
  /// The policies that the decision rests on.
  public let matchedPolicies: [MatchedPolicy]
  /// Keys of conditions that the decision would have needed.
  public let missingContextValues: [String]
  /// Whether the permissions boundary allows it; nil without one.
  public let isAllowedByBoundary: Bool?
  /// Whether the service control policies allow it; nil outside an organisation.
  public let isAllowedByOrganization: Bool?

  /// What comes out of a simulation.
  public enum Decision: String, Sendable, Hashable {
    case allowed
    case explicitDeny
    case implicitDeny
  }

  /// A policy with a statement that fits.
  public struct MatchedPolicy: Sendable, Hashable {
    /// The name of the policy.
    public let policyID: String
    /// Its type, such as `IAM Policy`.
    public let type: String?
  }

  init(_ node: XMLNode) throws(AWSDecodingError) {
    action = try node.required("EvalActionName")
    resource = node.optional("EvalResourceName")
    let text = try node.required("EvalDecision")
    guard let decision = Decision(rawValue: text) else {
      throw AWSDecodingError("the simulator gives the unknown decision \(text.prefix(100))")
    }
    self.decision = decision
    var policies: [MatchedPolicy] = []
    for entry in node.members("MatchedStatements") {
      policies.append(
        MatchedPolicy(
          policyID: try entry.required("SourcePolicyId"), type: entry.optional("SourcePolicyType")))
    }
    matchedPolicies = policies
    missingContextValues = node.members("MissingContextValues").map(\.text)
    isAllowedByBoundary = node["PermissionsBoundaryDecisionDetail"]?
      .optional("AllowedByPermissionsBoundary").map { $0 == "true" }
    isAllowedByOrganization = node["OrganizationsDecisionDetail"]?
      .optional("AllowedByOrganizations").map { $0 == "true" }
  }
}

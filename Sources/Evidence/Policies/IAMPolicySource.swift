public import AWS

/// Policies as IAM has them now, read with credentials.
///
/// Service control policies are read where the credentials may; where they may not, the library says so.
///
/// Needs `iam:Get*Policy`, `iam:GetPolicyVersion`, `iam:GetUser`, `iam:GetRole`, `iam:List*Policies`,
/// `iam:ListGroupsForUser` and, to ask the simulator, `iam:SimulatePrincipalPolicy`.
public struct IAMPolicySource: PolicySource {
  private let client: AWSClient
  private let organization: AWSClient
  private static let maximum = 200

  /// The IAM that a client reaches.
  ///
  /// - Parameters:
  ///   - client: A client with credentials of the account whose principals are asked for.
  ///   - organization: A client that may read the policies of the organization; nil for the same.
  public init(_ client: AWSClient, organization: AWSClient? = nil) {
    self.client = client
    self.organization = organization ?? client
  }

  /// The policies of a principal, with those of its groups, its boundary, and the service control policies of its account.
  ///
  /// - Parameter principal: The ARN of a user or role.
  /// - Returns: The library.
  /// - Throws: `EvidenceError` when IAM refuses or cannot be reached.
  public func library(for principal: String) async throws(EvidenceError) -> PolicyLibrary {
    guard let (account, kind, name) = PolicyLibrary.parts(principal), kind == "user" || kind == "role" else {
      throw EvidenceError(
        place: principal, message: "is neither a user nor a role, so IAM has no policies of it")
    }
    try await requireAccount(account, of: principal)
    var library = PolicyLibrary()
    do throws(AWSError) {
      let key = PolicyLibrary.Key(account: account, kind: kind, name: name)
      try await add(kind == "user" ? .user(name) : .role(name), key, &library)
      let boundary: String?
      if kind == "user" {
        boundary = try await client.send(GetUser(userName: name)).permissionsBoundaryARN
        for group in try await client.all(ListGroupsForUser(userName: name), limit: Self.maximum) {
          library.update(key) { $0.groups.append(group.groupName) }
          let groupKey = PolicyLibrary.Key(account: account, kind: "group", name: group.groupName)
          try await add(.group(group.groupName), groupKey, &library)
        }
      } else {
        boundary = try await client.send(GetRole(roleName: name)).permissionsBoundaryARN
      }
      if let boundary {
        try await addManaged(boundary, &library)
        library.update(key) { $0.boundaryARN = boundary }
      }
    } catch {
      throw EvidenceError(place: principal, message: "\(error)")
    }
    await ServiceControlReader(client: organization).add(account, to: &library)
    return library
  }

  /// IAM knows the names of the caller's account only: one of the same name in another account is somebody else.
  private func requireAccount(_ account: String, of principal: String) async throws(EvidenceError) {
    let caller: GetCallerIdentity.Output
    do throws(AWSError) {
      caller = try await client.send(GetCallerIdentity())
    } catch {
      throw EvidenceError(place: principal, message: "\(error)")
    }
    guard caller.account == account else {
      throw EvidenceError(
        place: principal,
        message: "the credentials are of the account \(caller.account); take on a role of \(account)")
    }
  }

  private func add(
    _ principal: IAMPrincipal, _ key: PolicyLibrary.Key, _ library: inout PolicyLibrary
  ) async throws(AWSError) {
    library.update(key) { _ in }
    for name in try await client.all(ListInlinePolicies(principal: principal), limit: Self.maximum) {
      let text = try await client.send(GetInlinePolicy(principal: principal, policyName: name))
      if let policy = Self.policy(text, name, &library) { library.update(key) { $0.policies.append(policy) } }
    }
    for attached in try await client.all(ListAttachedPolicies(principal: principal), limit: Self.maximum) {
      try await addManaged(attached.policyARN, &library)
      library.update(key) { $0.attached.append(attached.policyARN) }
    }
  }

  private func addManaged(_ arn: String, _ library: inout PolicyLibrary) async throws(AWSError) {
    guard library.managed[arn] == nil else { return }
    let policy = try await client.send(GetPolicy(policyARN: arn))
    let version = try await client.send(GetPolicyVersion(policyARN: arn, versionID: policy.defaultVersionID))
    library.managed[arn] = Self.policy(version.document, policy.policyName, &library)
  }

  private static func policy(_ text: String, _ name: String, _ library: inout PolicyLibrary)
    -> PolicyDocument?
  {
    do throws(EvidenceError) {
      return try PolicyDocument(text: text, name: name)
    } catch {
      library.problems.append(error)
      return nil
    }
  }

  /// What the simulator says, with the keys that the event names. A resource that is known in part only is left out.
  ///
  /// - Parameter request: The question.
  /// - Returns: The decision; nil when the simulator says nothing.
  /// - Throws: `EvidenceError` when IAM refuses or cannot be reached.
  public func simulate(_ request: RequestContext) async throws(EvidenceError) -> PolicyDecision? {
    let principal = request.issuerARN ?? request.principalARN
    if let account = PolicyLibrary.parts(principal)?.account {
      try await requireAccount(account, of: principal)
    }
    let keys = request.keys.sorted { $0.key < $1.key }.map { key, values in
      SimulatePrincipalPolicy.ContextEntry(
        name: key, type: Self.types[key] ?? (values.count > 1 ? "stringList" : "string"), values: values)
    }
    let operation = SimulatePrincipalPolicy(
      policySourceARN: principal, actionNames: [request.action],
      resourceARNs: request.resources.filter { !$0.contains("*") }, context: keys)
    do throws(AWSError) {
      return Self.decision(try await client.all(operation, limit: Self.maximum))
    } catch {
      throw EvidenceError(place: "iam:SimulatePrincipalPolicy", message: "\(error)")
    }
  }

  private static let types = [
    "aws:sourceip": "ip", "aws:multifactorauthpresent": "boolean", "aws:securetransport": "boolean",
    "aws:currenttime": "date", "aws:tokenissuetime": "date", "aws:epochtime": "numeric",
    "aws:multifactorauthage": "numeric", "aws:viaawsservice": "boolean",
  ]

  private static func decision(_ results: [SimulationResult]) -> PolicyDecision? {
    func names(_ result: SimulationResult) -> String {
      let names = result.matchedPolicies.map { "policy \($0.policyID)" }
      return names.isEmpty ? "a policy" : Words.list(names, limit: 4)
    }
    if let denied = results.first(where: { $0.decision == .explicitDeny }) {
      return .denied(by: names(denied))
    }
    let missing = Set(results.flatMap(\.missingContextValues)).sorted()
    if let implicit = results.first(where: { $0.decision == .implicitDeny }) {
      guard missing.isEmpty else {
        return .undecided(["the simulator needs \(Words.list(missing, limit: 5))"])
      }
      if implicit.isAllowedByOrganization == false {
        return .implicitlyDenied("no statement of a service control policy allows it")
      }
      if implicit.isAllowedByBoundary == false {
        return .implicitlyDenied("no statement of the permissions boundary allows it")
      }
      return .implicitlyDenied("no statement of the principal's policies allows it")
    }
    return results.first.map { .allowed(by: names($0)) }
  }
}

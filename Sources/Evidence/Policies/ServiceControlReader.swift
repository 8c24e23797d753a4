import AWS

/// Reads the service control policies that restrict an account: those of the account, of every unit above it, and of the
/// root of the organization.
///
/// Only the management account and delegated administrators may read them: `organizations:DescribeOrganization`,
/// `ListParents`, `ListPoliciesForTarget` and `DescribePolicy`. Facts:
/// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
struct ServiceControlReader {
  let client: AWSClient

  /// Units are nested at most five deep, between the root and the account.
  private static let maximumDepth = 8
  private static let maximum = 200

  /// Adds the policies of an account to a library, or why there are none.
  func add(_ account: String, to library: inout PolicyLibrary) async {
    do throws(AWSError) {
      let organization = try await client.send(DescribeOrganization())
      guard organization.managementAccountID != account else {
        library.serviceControlStates[account] = .none(
          "the account manages the organization, which they do not restrict")
        return
      }
      guard let targets = try await targets(account) else {
        library.serviceControlStates[account] = .unreadable("the root above the account was not found")
        return
      }
      var levels: [String: [PolicyDocument]] = [:]
      for (depth, target) in targets.reversed().enumerated() {
        let policies = try await policies(of: target, &library)
        // At least one is attached everywhere once such policies are switched on; without any they are not.
        if !policies.isEmpty { levels["\(depth) \(target)"] = policies }
      }
      library.serviceControl[account] = levels
      if levels.isEmpty {
        library.serviceControlStates[account] = .none("the organization does not use them")
      }
    } catch {
      library.serviceControl[account] = nil
      library.serviceControlStates[account] = await state(account, error)
    }
  }

  /// The account and everything above it up to the root; nil when there is no root above it.
  private func targets(_ account: String) async throws(AWSError) -> [String]? {
    var targets = [account]
    while targets.count < Self.maximumDepth, let child = targets.last {
      let parents = try await client.all(ListParents(childID: child), limit: 10)
      guard let parent = parents.first else { return nil }
      targets.append(parent.id)
      if parent.type == "ROOT" { return targets }
    }
    return nil
  }

  private func policies(of target: String, _ library: inout PolicyLibrary) async throws(AWSError)
    -> [PolicyDocument]
  {
    var policies: [PolicyDocument] = []
    for policy in try await client.all(ListPoliciesForTarget(targetID: target), limit: Self.maximum) {
      let text = try await client.send(DescribePolicy(policyID: policy.id))
      do throws(EvidenceError) {
        policies.append(try PolicyDocument(text: text, name: policy.name))
      } catch {
        // A policy that cannot be understood may deny.
        throw AWSError(
          kind: .malformedResponse, service: AWSService.organizations.name, operation: "DescribePolicy",
          code: "UnreadablePolicy", message: "\(policy.name): \(error.message)")
      }
    }
    return policies
  }

  private func state(_ account: String, _ error: AWSError) async -> ServiceControlState {
    if error.code == "AWSOrganizationsNotInUseException" {
      let caller = try? await client.send(GetCallerIdentity())
      if caller?.account == account { return .none("the account belongs to no organization") }
      return .unreadable("the credentials are of an account that belongs to no organization")
    }
    // Identifiers of requests are left out: the same input gives the same report.
    return .unreadable("\(error.service) \(error.operation): \(error.code)")
  }
}

import AWS
import Events
import Evidence
import Foundation
import TestSupport
import Testing

/// Service control policies from an organization, as a moto server has it.
@Suite struct ServiceControlTests {
  /// Two accounts of an organization with a unit between them, made once for all tests.
  private struct Organization: Sendable {
    let management: String
    let member: String

    static let shared = Task { try await Organization() }

    private init() async throws {
      management = String(Int.random(in: 200_000_000_000..<900_000_000_000))
      member = try await MotoServer.shared().boto(
        """
        def of(account, name):
            c = client("sts").assume_role(RoleArn=f"arn:aws:iam::{account}:role/x", RoleSessionName="setup")["Credentials"]
            return boto3.client(name, region_name="us-east-1", aws_access_key_id=c["AccessKeyId"],
                aws_secret_access_key=c["SecretAccessKey"], aws_session_token=c["SessionToken"])
        def doc(sid, effect, action):
            return json.dumps({"Version": "2012-10-17", "Statement": [
                {"Sid": sid, "Effect": effect, "Action": action, "Resource": "*"}]})
        o = of(sys.argv[1], "organizations")
        o.create_organization(FeatureSet="ALL")
        root = o.list_roots()["Roots"][0]["Id"]
        o.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
        unit = o.create_organizational_unit(ParentId=root, Name="workloads")["OrganizationalUnit"]["Id"]
        account = o.create_account(AccountName="app", Email="app@example.org")["CreateAccountStatus"]["AccountId"]
        o.move_account(AccountId=account, SourceParentId=root, DestinationParentId=unit)
        policy = o.create_policy(Name="KeepRecording", Description="d", Type="SERVICE_CONTROL_POLICY",
            Content=doc("NoStop", "Deny", "config:StopConfigurationRecorder"))["Policy"]["PolicySummary"]["Id"]
        o.attach_policy(PolicyId=policy, TargetId=unit)
        for owner in (sys.argv[1], account):
            i = of(owner, "iam")
            i.create_user(UserName="ops")
            i.put_user_policy(UserName="ops", PolicyName="config", PolicyDocument=doc("Operate", "Allow", "config:*"))
        print(account, end="")
        """, arguments: [management])
    }
  }

  /// A client of an account.
  private func client(_ account: String, _ endpoint: String? = nil) async throws -> AWSClient {
    try await AWSClient.moto(endpoint: endpoint)
      .assuming(AssumeRole(roleARN: "arn:aws:iam::\(account):role/x", sessionName: "test"))
  }

  private func policies(_ account: String, organization: AWSClient?, _ endpoint: String? = nil) async throws
    -> PolicySet
  {
    let source = IAMPolicySource(try await client(account, endpoint), organization: organization)
    let arn = "arn:aws:iam::\(account):user/ops"
    return try #require(try await source.library(for: arn).policies(for: arn, resource: nil))
  }

  private func decide(_ action: String, _ account: String, _ policies: PolicySet) -> PolicyDecision {
    PolicyEvaluator(policies).decide(
      RequestContext(
        action: action, resources: [], principalARN: "arn:aws:iam::\(account):user/ops", account: account))
  }

  @Test func everyLevelUpToTheRootDecides() async throws {
    let organization = try await Organization.shared.value
    let found = try await policies(
      organization.member, organization: try await client(organization.management))
    #expect(
      found.serviceControl.map { $0.map(\.name).sorted() } == [
        ["FullAWSAccess"], ["FullAWSAccess", "KeepRecording"], ["FullAWSAccess"],
      ])
    #expect(
      decide("config:StopConfigurationRecorder", organization.member, found)
        == .denied(by: "NoStop of service control policy KeepRecording"))
    #expect(
      decide("config:StartConfigurationRecorder", organization.member, found)
        == .allowed(by: "Operate of policy config"))
  }

  @Test func theManagementAccountIsNotRestricted() async throws {
    let organization = try await Organization.shared.value
    let found = try await policies(organization.management, organization: nil)
    #expect(found.serviceControl.isEmpty)
    #expect(
      decide("config:StopConfigurationRecorder", organization.management, found)
        == .allowed(by: "Operate of policy config"))
  }

  /// Whoever may not read them cannot decide what they may forbid; what nobody allows stays forbidden.
  @Test(arguments: [
    "organizations:DescribeOrganization", "organizations:ListParents", "organizations:DescribePolicy",
  ])
  func whatMayNotBeReadIsSaid(action: String) async throws {
    let organization = try await Organization.shared.value
    let proxy = try await MotoProxy { $0 == action ? .deny : .forward }
    let found = try await policies(
      organization.member, organization: try await client(organization.management, proxy.endpoint))
    #expect(found.serviceControl.isEmpty)
    let name = action.split(separator: ":")[1]
    let open = decide("config:StopConfigurationRecorder", organization.member, found)
    #expect(
      open.sentence == "cannot be decided because service control policies are not readable "
        + "(Organizations \(name): AccessDeniedException) and may forbid what Operate of policy config allows"
    )
    #expect(
      decide("s3:GetObject", organization.member, found)
        == .implicitlyDenied("no statement of the principal's policies allows it"))
  }

  @Test func withoutAnOrganizationThereAreNone() async throws {
    let account = String(Int.random(in: 200_000_000_000..<900_000_000_000))
    _ = try await MotoServer.shared().boto(
      """
      c = client("sts").assume_role(RoleArn=f"arn:aws:iam::{sys.argv[1]}:role/x", RoleSessionName="setup")["Credentials"]
      i = boto3.client("iam", region_name="us-east-1", aws_access_key_id=c["AccessKeyId"],
          aws_secret_access_key=c["SecretAccessKey"], aws_session_token=c["SessionToken"])
      i.create_user(UserName="ops")
      i.put_user_policy(UserName="ops", PolicyName="config", PolicyDocument=json.dumps({"Version": "2012-10-17",
          "Statement": [{"Sid": "Operate", "Effect": "Allow", "Action": "config:*", "Resource": "*"}]}))
      """, arguments: [account])
    let found = try await policies(account, organization: nil)
    #expect(
      decide("config:StopConfigurationRecorder", account, found) == .allowed(by: "Operate of policy config"))
    // Credentials of an account without an organization say nothing about another account.
    let organization = try await Organization.shared.value
    let other = try await policies(organization.member, organization: try await client(account))
    let open = decide("config:StopConfigurationRecorder", organization.member, other)
    #expect(open.sentence.contains("the credentials are of an account that belongs to no organization"))
  }
}

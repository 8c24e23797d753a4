import AWS
import Evidence
import Foundation
import TestSupport
import Testing

/// Policies from IAM, as a moto server speaks it.
@Suite struct IAMPolicySourceTests {
  @Test func policiesOfGroupsAndBoundariesAreRead() async throws {
    _ = try await MotoServer.shared().boto(
      """
      import json
      def doc(sid, action): return json.dumps({"Version": "2012-10-17", "Statement": [{"Sid": sid, "Effect": "Allow", "Action": action, "Resource": "*"}]})
      c = client("iam")
      bound = c.create_policy(PolicyName="ev-bound", PolicyDocument=doc("B", ["s3:*", "config:*"]))["Policy"]["Arn"]
      c.create_user(UserName="ev-user")
      c.put_user_policy(UserName="ev-user", PolicyName="inline", PolicyDocument=doc("I", "config:StopConfigurationRecorder"))
      c.create_group(GroupName="ev-group")
      c.add_user_to_group(GroupName="ev-group", UserName="ev-user")
      arn = c.create_policy(PolicyName="ev-ops", PolicyDocument=doc("Old", "iam:*"))["Policy"]["Arn"]
      c.create_policy_version(PolicyArn=arn, PolicyDocument=doc("New", ["s3:GetObject", "ec2:*"]), SetAsDefault=True)
      c.attach_group_policy(GroupName="ev-group", PolicyArn=arn)
      c.create_role(RoleName="ev-role", AssumeRolePolicyDocument=doc("T", "sts:AssumeRole"), PermissionsBoundary=bound)
      c.attach_role_policy(RoleName="ev-role", PolicyArn=arn)
      """)
    let arn = "arn:aws:iam::123456789012:user/ev-user"
    let library = try await IAMPolicySource(try await AWSClient.moto()).library(for: arn)
    #expect(library.problems.isEmpty)
    let policies = try #require(library.policies(for: arn, resource: nil))
    #expect(policies.unknown.isEmpty && policies.boundary == nil)
    func ask(_ action: String, _ policies: PolicySet) -> PolicyDecision {
      PolicyEvaluator(policies).decide(
        RequestContext(action: action, resources: [], principalARN: arn, account: "123456789012"))
    }
    #expect(ask("config:StopConfigurationRecorder", policies) == .allowed(by: "I of policy inline"))
    #expect(ask("s3:GetObject", policies) == .allowed(by: "New of policy ev-ops"))
    #expect(
      ask("iam:CreateUser", policies)
        == .implicitlyDenied("no statement of the principal's policies allows it"))
    let role = "arn:aws:iam::123456789012:role/ev-role"
    let bounded = try #require(
      try await IAMPolicySource(try await AWSClient.moto()).library(for: role).policies(
        for: role, resource: nil))
    #expect(bounded.unknown.isEmpty && bounded.boundary?.name == "ev-bound")
    #expect(ask("s3:GetObject", bounded) == .allowed(by: "New of policy ev-ops"))
    #expect(
      ask("ec2:RunInstances", bounded)
        == .implicitlyDenied("no statement of the permissions boundary allows it"))
  }

  @Test func whoDoesNotExistIsAnError() async throws {
    let source = IAMPolicySource(try await AWSClient.moto())
    await #expect(throws: EvidenceError.self) {
      try await source.library(for: "arn:aws:iam::123456789012:role/nobody")
    }
    await #expect(throws: EvidenceError.self) {
      try await source.library(for: "arn:aws:iam::123456789012:root")
    }
  }

  /// What cannot be read is said in the report, and the investigation goes on.
  @Test func aReportSaysWhatCouldNotBeRead() async throws {
    let logs = Sample.logs + "/AWSLogs"
    let alerts = Sample.alerts([logs])
    let alert = try #require(alerts.first { AlertDocument($0).uuid.hasPrefix("b165afd95e49") })
    let investigation = Investigation(source: Sample.source([logs], alerts: alerts), rules: Sample.rules)
    let prepared = try await investigation.prepared(
      for: alert, with: IAMPolicySource(try await AWSClient.moto()))
    let finding = try #require(
      try prepared.report(on: alert).findings.first { $0.collector == "permissions" })
    #expect(finding.incomplete.contains { $0.contains("role/ops-maintenance were not read") })
    #expect(finding.incomplete.contains { $0.contains("the simulator of IAM was not asked") })
  }
}

import Evidence
import Foundation
import TestSupport
import Testing

/// Policies from files.
@Suite struct PolicyLibraryTests {
  private static let user = "arn:aws:iam::111122223333:user/path/alice"

  private static let details = """
    {"UserDetailList":[{"UserName":"alice","Arn":"arn:aws:iam::111122223333:user/path/alice","GroupList":["ops","gone"],
    "UserPolicyList":[{"PolicyName":"inline","PolicyDocument":"%7B%22Statement%22%3A%5B%7B%22Sid%22%3A%22I%22%2C%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22sqs%3A%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D"}],
    "AttachedManagedPolicies":[{"PolicyName":"missing","PolicyArn":"arn:aws:iam::aws:policy/Missing"}],
    "PermissionsBoundary":{"PermissionsBoundaryArn":"arn:aws:iam::111122223333:policy/bound"}}],
    "GroupDetailList":[{"GroupName":"ops","Arn":"arn:aws:iam::111122223333:group/ops","GroupPolicyList":[],
    "AttachedManagedPolicies":[{"PolicyName":"ops","PolicyArn":"arn:aws:iam::111122223333:policy/ops"}]}],
    "RoleDetailList":[],
    "Policies":[
    {"PolicyName":"ops","Arn":"arn:aws:iam::111122223333:policy/ops","PolicyVersionList":[
    {"VersionId":"v1","IsDefaultVersion":false,"Document":{"Statement":{"Effect":"Allow","Action":"iam:*","Resource":"*"}}},
    {"VersionId":"v2","IsDefaultVersion":true,"Document":{"Statement":{"Sid":"O","Effect":"Allow","Action":"s3:*","Resource":"*"}}}]},
    {"PolicyName":"bound","Arn":"arn:aws:iam::111122223333:policy/bound","PolicyVersionList":[
    {"IsDefaultVersion":true,"Document":{"Statement":{"Effect":"Allow","Action":["s3:*","iam:*"],"Resource":"*"}}}]}]}
    """

  private func request(_ action: String) -> RequestContext {
    RequestContext(action: action, resources: [], principalARN: Self.user, account: "111122223333")
  }

  @Test func theOutputOfAuthorizationDetailsIsRead() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("all.json", Self.details)
    let library = try PolicyLibrary(folder: folder.url.path)
    #expect(library.problems.isEmpty, "\(library.problems)")
    var policies = try #require(library.policies(for: Self.user, resource: nil))
    #expect(policies.identity.map(\.name) == ["inline", "ops"] && policies.boundary?.name == "bound")
    #expect(policies.unknown.count == 2)
    // A policy that is not given could deny it.
    guard case .undecided(let reasons) = PolicyEvaluator(policies).decide(request("s3:GetObject")) else {
      Issue.record("unknown policies are taken for none")
      return
    }
    #expect(reasons.first?.hasPrefix("O of policy ops allows it") == true && reasons.count == 3)
    // The boundary limits what the inline policy allows, and an old version of a policy does not count.
    guard case .implicitlyDenied = PolicyEvaluator(policies).decide(request("sqs:SendMessage")) else {
      Issue.record("the boundary does not limit")
      return
    }
    // What is not given may allow more.
    guard case .undecided = PolicyEvaluator(policies).decide(request("iam:CreateUser")) else {
      Issue.record("unknown policies are taken for none")
      return
    }
    policies.unknown = []
    #expect(PolicyEvaluator(policies).decide(request("s3:GetObject")) == .allowed(by: "O of policy ops"))
    guard case .implicitlyDenied = PolicyEvaluator(policies).decide(request("iam:CreateUser")) else {
      Issue.record("an old version of a policy counts")
      return
    }
  }

  @Test func foldersSayWhosePolicyItIs() throws {
    let allow = #"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#
    let deny =
      #"{"Statement":[{"Sid":"No","Effect":"Deny","Action":"sqs:*","Resource":"*"},{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
    let folder = try TemporaryFolder()
    _ = try folder.write("111122223333/users/alice/groups.json", #"["ops"]"#)
    _ = try folder.write("groups/ops/all.json", allow)
    _ = try folder.write("111122223333/users/alice/boundary.json", allow)
    _ = try folder.write("scps/1-root/full.json", allow)
    _ = try folder.write("scps/2-ou/rails.json", deny)
    _ = try folder.write("broken/x.json", "{")
    _ = try folder.write("stray.json", allow)
    let library = try PolicyLibrary(folder: folder.url.path)
    #expect(library.problems.count == 2)
    let policies = try #require(library.policies(for: Self.user, resource: nil))
    #expect(policies.serviceControl.map { $0.map(\.name) } == [["full"], ["rails"]])
    #expect(
      PolicyEvaluator(policies).decide(request("sqs:SendMessage"))
        == .denied(by: "No of service control policy rails"))
    guard case .allowed = PolicyEvaluator(policies).decide(request("s3:GetObject")) else {
      Issue.record("the group's policy does not count")
      return
    }
    #expect(library.policies(for: "arn:aws:iam::111122223333:role/x", resource: nil) == nil)
  }

  @Test func aFolderThatIsNotThereIsAnError() {
    #expect(throws: EvidenceError.self) { try PolicyLibrary(folder: "/nonexistent/policies") }
  }
}

import AWS
import Events
import TestSupport
import Testing

@Suite struct IAMTests {
  private static let document =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#

  @Test func aUserAndItsKeys() async throws {
    let client = try await AWSClient.moto()
    let key = try await MotoServer.shared().boto(
      """
      c = client("iam")
      c.create_user(UserName="key-user", Path="/team/", Tags=[{"Key": "owner", "Value": "a & b"}])
      c.create_group(GroupName="key-group")
      c.add_user_to_group(GroupName="key-group", UserName="key-user")
      print(c.create_access_key(UserName="key-user")["AccessKey"]["AccessKeyId"], end="")
      """)
    let user = try await client.send(GetUser(userName: "key-user"))
    #expect(user.arn == "arn:aws:iam::123456789012:user/team/key-user" && user.path == "/team/")
    #expect(user.tags == ["owner": "a & b"] && user.createDate != nil && user.passwordLastUsed == nil)
    #expect(try await client.all(ListGroupsForUser(userName: "key-user")).map(\.groupName) == ["key-group"])
    #expect(try await client.all(ListMFADevices(userName: "key-user")).isEmpty)

    #expect(try await client.all(ListAccessKeys(userName: "key-user")).map(\.status) == [.active])
    try await client.send(UpdateAccessKey(userName: "key-user", accessKeyID: key, status: .inactive))
    let keys = try await client.all(ListAccessKeys(userName: "key-user"))
    #expect(keys.map(\.accessKeyID) == [key] && keys.map(\.status) == [.inactive])
    let use = try await client.send(GetAccessKeyLastUsed(accessKeyID: key))
    #expect(use.userName == "key-user" && use.lastUsedDate == nil && use.serviceName == nil)
    #expect(await awsError { try await client.send(GetUser(userName: "nobody")) }?.code == "NoSuchEntity")
  }

  @Test func aDeviceIsListed() async throws {
    let client = try await AWSClient.moto()
    _ = try await MotoServer.shared().boto(
      """
      c = client("iam")
      c.create_user(UserName="mfa-user")
      d = c.create_virtual_mfa_device(VirtualMFADeviceName="phone")["VirtualMFADevice"]["SerialNumber"]
      c.enable_mfa_device(UserName="mfa-user", SerialNumber=d, AuthenticationCode1="123456", AuthenticationCode2="654321")
      """)
    let devices = try await client.all(ListMFADevices(userName: "mfa-user"))
    #expect(devices.map(\.serialNumber) == ["arn:aws:iam::123456789012:mfa/phone"])
  }

  @Test(arguments: ["user", "role", "group"])
  func inlinePoliciesComeAndGo(_ kind: String) async throws {
    let client = try await AWSClient.moto()
    let name = "inline-\(kind)"
    _ = try await MotoServer.shared().boto(
      """
      c, kind, name = client("iam"), sys.argv[1], sys.argv[2]
      if kind == "user": c.create_user(UserName=name)
      if kind == "role": c.create_role(RoleName=name, AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[]}')
      if kind == "group": c.create_group(GroupName=name)
      print(c.create_policy(PolicyName=name, PolicyDocument=sys.argv[3])["Policy"]["Arn"], end="")
      """, arguments: [kind, name, Self.document])
    let principals: [String: IAMPrincipal] = [
      "user": .user(name), "role": .role(name), "group": .group(name),
    ]
    let principal = try #require(principals[kind])
    #expect(try await client.all(ListInlinePolicies(principal: principal)).isEmpty)
    try await client.send(
      PutInlinePolicy(principal: principal, policyName: "quarantine", document: Self.document))
    #expect(try await client.all(ListInlinePolicies(principal: principal)) == ["quarantine"])
    let document = try await client.send(GetInlinePolicy(principal: principal, policyName: "quarantine"))
    #expect(try JSONReader.read(document) == JSONReader.read(Self.document))
    try await client.send(DeleteInlinePolicy(principal: principal, policyName: "quarantine"))
    #expect(try await client.all(ListInlinePolicies(principal: principal)).isEmpty)

    let arn = "arn:aws:iam::123456789012:policy/\(name)"
    try await client.send(AttachPolicy(principal: principal, policyARN: arn))
    #expect(try await client.all(ListAttachedPolicies(principal: principal)).map(\.policyARN) == [arn])
    try await client.send(DetachPolicy(principal: principal, policyARN: arn))
    #expect(try await client.all(ListAttachedPolicies(principal: principal)).isEmpty)
  }

  @Test func rolesAndManagedPoliciesAreRead() async throws {
    let client = try await AWSClient.moto()
    _ = try await MotoServer.shared().boto(
      """
      c = client("iam")
      c.create_role(RoleName="read-role", Description="reads", MaxSessionDuration=7200, AssumeRolePolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}))
      arn = c.create_policy(PolicyName="versions", PolicyDocument=sys.argv[1])["Policy"]["Arn"]
      c.create_policy_version(PolicyArn=arn, PolicyDocument=sys.argv[1], SetAsDefault=True)
      """, arguments: [Self.document])
    let role = try await client.send(GetRole(roleName: "read-role"))
    #expect(role.description == "reads" && role.maximumSessionSeconds == 7200)
    #expect(try JSONReader.read(role.trustPolicy)["Version"] == "2012-10-17")
    let arn = "arn:aws:iam::123456789012:policy/versions"
    let policy = try await client.send(GetPolicy(policyARN: arn))
    #expect(policy.policyName == "versions" && policy.defaultVersionID == "v2")
    let version = try await client.send(GetPolicyVersion(policyARN: arn, versionID: policy.defaultVersionID))
    #expect(version.isDefault && version.versionID == "v2")
    #expect(try JSONReader.read(version.document) == JSONReader.read(Self.document))
  }

  @Test func listsGoOnPageByPage() async throws {
    let client = try await AWSClient.moto()
    _ = try await MotoServer.shared().boto(
      """
      c = client("iam")
      c.create_user(UserName="many")
      for i in range(130):
          c.put_user_policy(UserName="many", PolicyName=f"p{i:03}", PolicyDocument=sys.argv[1])
      """, arguments: [Self.document])
    let names = try await client.all(ListInlinePolicies(principal: .user("many")))
    #expect(names.count == 130 && Set(names).count == 130)
  }

  /// moto does not simulate policies; the answer is written after the service's documentation.
  @Test func aSimulationIsRead() async throws {
    let forms = Log<String>()
    let server = try await LoopbackServer { request in
      let form = String(decoding: request.body, as: UTF8.self)
      forms.add(form)
      let isSecond = form.contains("Marker=m1")
      return .init(
        200,
        """
        <SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult>
        <IsTruncated>\(!isSecond)</IsTruncated>\(isSecond ? "" : "<Marker>m1</Marker>")<EvaluationResults><member>
        <MatchedStatements>\(isSecond ? "" : "<member><SourcePolicyId>inline_x</SourcePolicyId><SourcePolicyType>IAM Policy</SourcePolicyType></member>")</MatchedStatements>
        <MissingContextValues>\(isSecond ? "<member>aws:CurrentTime</member>" : "")</MissingContextValues>
        <EvalActionName>\(isSecond ? "iam:B" : "config:A")</EvalActionName><EvalResourceName>*</EvalResourceName>
        <EvalDecision>\(isSecond ? "implicitDeny" : "allowed")</EvalDecision>
        <OrganizationsDecisionDetail><AllowedByOrganizations>\(!isSecond)</AllowedByOrganizations></OrganizationsDecisionDetail>
        </member></EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
        """)
    }
    var client = try await AWSClient.moto()
    client.endpoints = AWSEndpoints(all: server.endpoint)
    let results = try await client.all(
      SimulatePrincipalPolicy(
        policySourceARN: "arn:aws:iam::1:user/u", actionNames: ["config:A", "iam:B"], resourceARNs: ["*"],
        context: [.init(name: "aws:MultiFactorAuthPresent", type: "boolean", values: ["true"])]))
    #expect(results.map(\.decision) == [.allowed, .implicitDeny])
    #expect(results[0].matchedPolicies.map(\.policyID) == ["inline_x"])
    #expect(results[1].missingContextValues == ["aws:CurrentTime"] && results[1].matchedPolicies.isEmpty)
    #expect(results.map(\.isAllowedByOrganization) == [true, false] && results[0].isAllowedByBoundary == nil)
    #expect(
      forms.entries[0]
        == "Action=SimulatePrincipalPolicy&Version=2010-05-08&PolicySourceArn=arn%3Aaws%3Aiam%3A%3A1%3Auser%2Fu"
        + "&ActionNames.member.1=config%3AA&ActionNames.member.2=iam%3AB&ResourceArns.member.1=%2A"
        + "&ContextEntries.member.1.ContextKeyName=aws%3AMultiFactorAuthPresent"
        + "&ContextEntries.member.1.ContextKeyType=boolean&ContextEntries.member.1.ContextKeyValues.member.1=true"
    )
  }
}

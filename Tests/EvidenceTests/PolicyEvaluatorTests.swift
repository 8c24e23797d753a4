import Events
import Evidence
import Testing

/// Decisions of policies. The cases follow the public documentation of AWS:
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html,
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
@Suite struct PolicyEvaluatorTests {
  static let bucket = "arn:aws:s3:::reports/2026/a.csv"

  private func request(
    _ action: String = "s3:GetObject", resources: [String] = [bucket], keys: [String: [String]] = [:],
    absent: Set<String> = [], resourceAccount: String? = nil,
    principal: String = "arn:aws:iam::111122223333:user/alice",
    issuer: String? = nil
  ) -> RequestContext {
    RequestContext(
      action: action, resources: resources, principalARN: principal, issuerARN: issuer,
      account: "111122223333",
      resourceAccount: resourceAccount, keys: keys, absentKeys: absent)
  }

  private func policy(_ statements: String, _ name: String = "p") throws -> PolicyDocument {
    try PolicyDocument(text: #"{"Version":"2012-10-17","Statement":[\#(statements)]}"#, name: name)
  }

  private func decide(_ statements: String, _ request: RequestContext) throws -> PolicyDecision {
    var set = PolicySet()
    set.identity = [try policy(statements)]
    return PolicyEvaluator(set).decide(request)
  }

  private static func allow(_ action: String, _ resource: String, _ condition: String = "") -> String {
    statement("Allow", action, resource, condition)
  }

  private static func statement(
    _ effect: String, _ action: String, _ resource: String, _ condition: String = ""
  ) -> String {
    let extra = condition.isEmpty ? "" : ",\"Condition\":\(condition)"
    return
      #"{"Sid":"\#(effect)1","Effect":"\#(effect)","Action":\#(action),"Resource":\#(resource)\#(extra)}"#
  }

  enum Expected: String {
    case allowed, denied, implicit, undecided
  }

  private func kind(_ decision: PolicyDecision) -> Expected {
    switch decision {
    case .allowed: .allowed
    case .denied: .denied
    case .implicitlyDenied: .implicit
    case .undecided: .undecided
    }
  }

  @Test(arguments: [
    ("\"s3:GetObject\"", "\"*\"", Expected.allowed), ("\"s3:getobject\"", "\"*\"", .allowed),
    ("\"s3:Get*\"", "\"*\"", .allowed), ("\"s3:Get?bject\"", "\"*\"", .allowed), ("\"*\"", "\"*\"", .allowed),
    ("[\"s3:PutObject\",\"s3:GetObject\"]", "\"*\"", .allowed), ("\"s3:PutObject\"", "\"*\"", .implicit),
    ("\"ec2:*\"", "\"*\"", .implicit), ("\"s3:GetObject\"", "\"arn:aws:s3:::reports/*\"", .allowed),
    ("\"s3:GetObject\"", "\"arn:aws:s3:::reports\"", .implicit),
    ("\"s3:GetObject\"", "\"arn:aws:s3:::Reports/*\"", .implicit),
    ("\"s3:GetObject\"", "\"arn:aws:s3:::rep?rts/2026/*\"", .allowed),
    ("\"s3:GetObject\"", "[\"arn:aws:s3:::other/*\",\"arn:aws:s3:::reports/2026/a.csv\"]", .allowed),
  ])
  func actionsAndResources(_ action: String, _ resource: String, _ expected: Expected) throws {
    #expect(kind(try decide(Self.allow(action, resource), request())) == expected)
  }

  @Test func anExplicitDenyWinsWhereverItStands() throws {
    let both =
      Self.allow("\"*\"", "\"*\"") + "," + Self.statement("Deny", "\"s3:Get*\"", "\"arn:aws:s3:::reports/*\"")
    #expect(try decide(both, request()) == .denied(by: "Deny1 of policy p"))
    #expect(try decide(Self.allow("\"*\"", "\"*\""), request()) == .allowed(by: "Allow1 of policy p"))
  }

  @Test func whatIsNotMeantIsMatchedByNotActionAndNotResource() throws {
    let notAction = #"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#
    #expect(kind(try decide(notAction, request())) == .allowed)
    #expect(kind(try decide(notAction, request("iam:CreateUser", resources: []))) == .implicit)
    let notResource =
      #"{"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::reports/*"},{"Effect":"Allow","Action":"*","Resource":"*"}"#
    #expect(kind(try decide(notResource, request())) == .allowed)
    #expect(kind(try decide(notResource, request(resources: ["arn:aws:s3:::other/x"]))) == .denied)
  }

  @Test func everyResourceOfACallNeedsPermission() throws {
    let one = Self.allow("\"s3:GetObject\"", "\"arn:aws:s3:::reports/*\"")
    #expect(kind(try decide(one, request(resources: [Self.bucket, "arn:aws:s3:::other/x"]))) == .implicit)
  }

  @Test func whatIsNotKnownOfAResourceLeavesTheQuestionOpen() throws {
    let target = ["arn:aws:config:eu-central-1:111122223333:configuration-recorder/default/*"]
    func ask(_ resource: String) throws -> Expected {
      kind(
        try decide(
          Self.allow("\"config:*\"", resource), request("config:StopConfigurationRecorder", resources: target)
        ))
    }
    #expect(try ask("\"*\"") == .allowed)
    #expect(try ask("\"arn:aws:config:*:*:configuration-recorder/default/*\"") == .allowed)
    #expect(try ask("\"arn:aws:config:*:*:configuration-recorder/default/abc123\"") == .undecided)
    #expect(try ask("\"arn:aws:config:*:*:configuration-recorder/other/*\"") == .implicit)
    #expect(try ask("\"arn:aws:config:us-east-1:*:*\"") == .implicit)
  }

  @Test(arguments: [
    (#"{"StringEquals":{"aws:RequestedRegion":["eu-central-1","eu-west-1"]}}"#, Expected.allowed),
    (#"{"StringEquals":{"aws:requestedregion":"us-east-1"}}"#, .implicit),
    (#"{"StringNotEquals":{"aws:RequestedRegion":["eu-central-1","eu-west-1"]}}"#, .implicit),
    (#"{"StringNotEquals":{"aws:RequestedRegion":"us-east-1"}}"#, .allowed),
    (#"{"StringEqualsIgnoreCase":{"aws:RequestedRegion":"EU-CENTRAL-1"}}"#, .allowed),
    (#"{"StringLike":{"aws:RequestedRegion":"eu-*"}}"#, .allowed),
    (#"{"StringEquals":{"aws:RequestedRegion":"eu-*"}}"#, .implicit),
    (#"{"StringNotLike":{"aws:RequestedRegion":"eu-*"}}"#, .implicit),
    (#"{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#, .allowed),
    (#"{"IpAddress":{"aws:SourceIp":"192.0.2.7"}}"#, .allowed),
    (#"{"NotIpAddress":{"aws:SourceIp":["192.0.2.0/24","10.0.0.0/8"]}}"#, .implicit),
    (#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, .implicit),
    (#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#, .implicit),
    (#"{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}"#, .allowed),
    (#"{"Null":{"aws:MultiFactorAuthPresent":"true"}}"#, .allowed),
    (#"{"Null":{"aws:SourceIp":"true"}}"#, .implicit),
    (#"{"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}"#, .implicit),
    (#"{"NumericLessThanEqualsIfExists":{"aws:MultiFactorAuthAge":"3600"}}"#, .allowed),
    (#"{"NumericLessThan":{"s3:max-keys":"100"}}"#, .allowed),
    (#"{"NumericGreaterThanEquals":{"s3:max-keys":"51"}}"#, .implicit),
    (#"{"DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}}"#, .allowed),
    (#"{"DateLessThan":{"aws:CurrentTime":"1767225600"}}"#, .implicit),
    (#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/al*"}}"#, .allowed),
    (#"{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/al*"}}"#, .implicit),
    (#"{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/*"}}"#, .implicit),
    (#"{"ForAnyValue:StringEquals":{"aws:TagKeys":["team","cost"]}}"#, .allowed),
    (#"{"ForAllValues:StringEquals":{"aws:TagKeys":["team","cost"]}}"#, .implicit),
    (#"{"ForAllValues:StringEquals":{"aws:TagKeys":["team","owner"]}}"#, .allowed),
    (#"{"ForAnyValue:StringEquals":{"aws:CalledVia":"athena.amazonaws.com"}}"#, .implicit),
    (#"{"ForAllValues:StringEquals":{"aws:CalledVia":"athena.amazonaws.com"}}"#, .allowed),
    (#"{"StringEquals":{"aws:PrincipalTag/team":"blue"}}"#, .undecided),
    (#"{"StringEquals":{"aws:PrincipalTag/team":"blue","aws:RequestedRegion":"us-east-1"}}"#, .implicit),
    (#"{"StringLike":{"aws:RequestedRegion":"${aws:PrincipalTag/home}"}}"#, .undecided),
    (#"{"StringEquals":{"aws:username":"${aws:username}"}}"#, .allowed),
    (#"{"FancyEquals":{"aws:RequestedRegion":"x"}}"#, .undecided),
  ])
  func conditions(_ condition: String, _ expected: Expected) throws {
    let keys = [
      "aws:RequestedRegion": ["eu-central-1"], "aws:SourceIp": ["192.0.2.7"],
      "aws:CurrentTime": ["2026-10-14T10:02:11Z"], "aws:username": ["alice"], "s3:max-keys": ["50"],
      "aws:PrincipalArn": ["arn:aws:iam::111122223333:user/alice"], "aws:TagKeys": ["team", "owner"],
    ]
    let asked = request(
      keys: keys, absent: ["aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge", "aws:CalledVia"])
    #expect(kind(try decide(Self.allow("\"*\"", "\"*\"", condition), asked)) == expected)
  }

  @Test func aDenyThatCannotBeDecidedLeavesTheQuestionOpen() throws {
    let text =
      Self.allow("\"*\"", "\"*\"") + ","
      + Self.statement("Deny", "\"*\"", "\"*\"", #"{"StringEquals":{"aws:PrincipalTag/a":"b"}}"#)
    #expect(kind(try decide(text, request())) == .undecided)
    // Where nothing allows, it makes no difference.
    #expect(
      kind(
        try decide(
          Self.statement("Deny", "\"*\"", "\"*\"", #"{"StringEquals":{"aws:PrincipalTag/a":"b"}}"#), request()
        ))
        == .implicit)
  }

  @Test func variablesStandForTheCaller() throws {
    let text = Self.allow("\"s3:*\"", #""arn:aws:s3:::home/${aws:username}/*""#)
    let known = request(resources: ["arn:aws:s3:::home/alice/x"], keys: ["aws:username": ["alice"]])
    #expect(kind(try decide(text, known)) == .allowed)
    #expect(
      kind(
        try decide(text, request(resources: ["arn:aws:s3:::home/bob/x"], keys: ["aws:username": ["alice"]])))
        == .implicit)
    #expect(kind(try decide(text, request(resources: ["arn:aws:s3:::home/alice/x"]))) == .undecided)
  }

  @Test func boundariesOrganizationsAndSessionsLimit() throws {
    let everything = try policy(Self.allow("\"*\"", "\"*\""))
    let nothingOfS3 = try policy(Self.allow("\"ec2:*\"", "\"*\""), "narrow")
    var set = PolicySet()
    set.identity = [everything]
    set.boundary = nothingOfS3
    #expect(
      PolicyEvaluator(set).decide(request())
        == .implicitlyDenied("no statement of the permissions boundary allows it"))
    set.boundary = everything
    set.serviceControl = [[everything], [nothingOfS3]]
    #expect(kind(PolicyEvaluator(set).decide(request())) == .implicit)
    set.serviceControl = [[everything], [nothingOfS3, everything]]
    #expect(kind(PolicyEvaluator(set).decide(request())) == .allowed)
    set.session = [nothingOfS3]
    #expect(kind(PolicyEvaluator(set).decide(request())) == .implicit)
    set.session = [everything]
    set.serviceControl.append([everything, try policy(Self.statement("Deny", "\"s3:*\"", "\"*\""), "rail")])
    #expect(PolicyEvaluator(set).decide(request()) == .denied(by: "Deny1 of service control policy rail"))
    // A boundary alone grants nothing.
    var empty = PolicySet()
    empty.boundary = everything
    #expect(kind(PolicyEvaluator(empty).decide(request())) == .implicit)
  }

  @Test func thePolicyOfAResourceAddsInTheSameAccountAndIsNeededAcrossAccounts() throws {
    func grant(_ principal: String, _ effect: String = "Allow") throws -> PolicyDocument {
      try policy(
        #"{"Sid":"R","Effect":"\#(effect)","Principal":\#(principal),"Action":"s3:GetObject","Resource":"*"}"#,
        "bucket")
    }
    var set = PolicySet()
    set.resource = try grant(#"{"AWS":"arn:aws:iam::111122223333:user/alice"}"#)
    #expect(PolicyEvaluator(set).decide(request()) == .allowed(by: "R of resource policy bucket"))
    // An account as principal only passes the question on to its own policies.
    set.resource = try grant(#"{"AWS":"arn:aws:iam::111122223333:root"}"#)
    #expect(kind(PolicyEvaluator(set).decide(request())) == .implicit)
    set.resource = try grant(#"{"AWS":"arn:aws:iam::444455556666:user/bob"}"#)
    #expect(kind(PolicyEvaluator(set).decide(request())) == .implicit)
    // Across accounts both must allow.
    set.resource = try grant(#"{"AWS":"111122223333"}"#)
    #expect(kind(PolicyEvaluator(set).decide(request(resourceAccount: "444455556666"))) == .implicit)
    set.identity = [try policy(Self.allow("\"s3:*\"", "\"*\""))]
    #expect(kind(PolicyEvaluator(set).decide(request(resourceAccount: "444455556666"))) == .allowed)
    set.resource = nil
    #expect(kind(PolicyEvaluator(set).decide(request(resourceAccount: "444455556666"))) == .undecided)
    set.resource = try grant("\"*\"", "Deny")
    #expect(kind(PolicyEvaluator(set).decide(request())) == .denied)
  }

  @Test func aGrantToTheUserItselfIsNotLimitedByItsBoundaryButOneToTheRoleIs() throws {
    let nothing = try policy(Self.allow("\"ec2:*\"", "\"*\""), "narrow")
    var set = PolicySet()
    set.boundary = nothing
    set.resource = try policy(
      #"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/alice"},"Action":"*","Resource":"*"}"#
    )
    #expect(kind(PolicyEvaluator(set).decide(request())) == .allowed)
    let role = "arn:aws:iam::111122223333:role/r"
    set.resource = try policy(
      #"{"Effect":"Allow","Principal":{"AWS":"\#(role)"},"Action":"*","Resource":"*"}"#)
    let session = request(principal: "arn:aws:sts::111122223333:assumed-role/r/s", issuer: role)
    #expect(kind(PolicyEvaluator(set).decide(session)) == .implicit)
  }

  @Test(arguments: [
    "{}", #"{"Statement":[{"Effect":"Maybe","Action":"*","Resource":"*"}]}"#,
    #"{"Statement":[{"Effect":"Allow","Resource":"*"}]}"#,
    #"{"Version":"2020-01-01","Statement":[]}"#,
    #"{"Statement":[{"Effect":"Allow","Action":{"a":1},"Resource":"*"}]}"#,
    #"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":[1]}]}"#, "no json",
  ])
  func whatIsNoPolicyIsRefused(_ text: String) {
    #expect(throws: EvidenceError.self) { try PolicyDocument(text: text, name: "p") }
  }
}

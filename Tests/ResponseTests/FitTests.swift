import AWS
import Events
import OrderedCollections
import Testing

@testable import Response

/// Which playbooks fit which alerts, and what hostile alerts cannot do.
@Suite struct FitTests {
  private static let account = "111122223333"

  private static func alert(
    _ action: String, _ provider: String, _ parameters: JSON = [:], answer: JSON? = nil,
    outcome: String = "success", caller: SampleAlert.Caller = .user("u", key: "AKIAEXAMPLE000000001")
  ) -> JSONObject {
    SampleAlert.alert(
      action, of: "\(provider).amazonaws.com", account: account, parameters: parameters, answer: answer,
      outcome: outcome, caller: caller)
  }

  private static func fits(_ alert: JSONObject) throws -> [String] {
    let facts = try AlertFacts(alert)
    return Playbooks.all.flatMap { playbook in
      ((try? playbook.subjects(of: facts)) ?? []).map { "\(playbook.name) \($0.name)" }
    }
  }

  private static let onUser = ["quarantine-principal u", "release-principal u"]
  private static let onKey = ["deactivate-access-key AKIAEXAMPLE000000001"]

  @Test func controls() throws {
    let recorder: JSON = ["configurationRecorderName": "default"]
    let stop = Self.alert("StopConfigurationRecorder", "config", recorder)
    #expect(try Self.fits(stop) == ["restart-config-recorder default"] + Self.onKey + Self.onUser)
    let failed = Self.alert("StopConfigurationRecorder", "config", recorder, outcome: "failure")
    #expect(try Self.fits(failed) == Self.onKey + Self.onUser)
    let deleted = Self.alert("DeleteConfigurationRecorder", "config", recorder)
    #expect(try Self.fits(deleted) == Self.onKey + Self.onUser)
    let trail = Self.alert("StopLogging", "cloudtrail", ["name": "main"])
    #expect(try Self.fits(trail).first == "restart-trail main")
    let off = Self.alert("UpdateDetector", "guardduty", ["detectorId": "d1", "enable": false])
    #expect(try Self.fits(off).first == "enable-guardduty-detector d1")
    let on = Self.alert("UpdateDetector", "guardduty", ["detectorId": "d1", "enable": true])
    #expect(try Self.fits(on) == Self.onKey + Self.onUser)
  }

  @Test func trailsAreChangedInTheirHomeRegion() throws {
    func trail(_ name: String) throws -> ResponseSubject? {
      try RestartTrail().subjects(
        of: AlertFacts(Self.alert("StopLogging", "cloudtrail", ["name": .string(name)]))
      ).first
    }
    let arn = "arn:aws:cloudtrail:us-west-2:\(Self.account):trail/main"
    #expect(try trail(arn)?.region == "us-west-2" && trail(arn)?.name == "main")
    #expect(throws: ResponseError.self) { try trail("arn:aws:cloudtrail:us-west-2:444455556666:trail/main") }
    #expect(throws: ResponseError.self) { try trail("a/../b") }
  }

  @Test func principals() throws {
    let role = Self.alert("DeleteTrail", "cloudtrail", caller: .role("ops", path: "/team/"))
    #expect(
      try Self.fits(role) == [
        "revoke-role-sessions ops", "quarantine-principal ops", "release-principal ops",
      ])
    #expect(try Self.fits(Self.alert("DeleteTrail", "cloudtrail", caller: .root)).isEmpty)
    for path in ["/aws-service-role/config.amazonaws.com/", "/aws-reserved/sso.amazonaws.com/"] {
      #expect(try Self.fits(Self.alert("DeleteTrail", "cloudtrail", caller: .role("x", path: path))).isEmpty)
    }
    let temporary = Self.alert(
      "DeleteTrail", "cloudtrail", caller: .user("u", key: "ASIAEXAMPLE000000001"))
    #expect(try Self.fits(temporary) == Self.onUser)
    var federated = temporary
    let issuer: JSON = ["type": "IAMUser", "arn": .string("arn:aws:iam::\(Self.account):user/maker")]
    federated.set("aws.cloudtrail.user_identity.type", to: "FederatedUser")
    federated.set("aws.cloudtrail.user_identity.session_context.session_issuer", to: issuer)
    #expect(try Self.fits(federated) == ["quarantine-principal maker", "release-principal maker"])
    let made = Self.alert(
      "CreateAccessKey", "iam", ["userName": "victim"],
      answer: ["accessKey": ["userName": "victim", "accessKeyId": "AKIAEXAMPLE000000002"]])
    #expect(
      try Self.fits(made) == Self.onKey + ["deactivate-access-key AKIAEXAMPLE000000002"] + Self.onUser)
  }

  /// The principal's account is where it is restricted, also when the call was made in another one.
  @Test func principalsOfOtherAccounts() throws {
    var alert = Self.alert("StopConfigurationRecorder", "config", ["configurationRecorderName": "default"])
    alert.set("aws.cloudtrail.recipient_account_id", to: "444455556666")
    let facts = try AlertFacts(alert)
    #expect(try RestartConfigRecorder().subjects(of: facts).first?.account == "444455556666")
    #expect(try QuarantinePrincipal().subjects(of: facts).first?.account == Self.account)
  }

  @Test(arguments: [
    ("cloud.region", "evil.example.com/"), ("cloud.region", ""), ("cloud.region", "a b"),
    ("aws.cloudtrail.recipient_account_id", "1"), ("aws.cloudtrail.recipient_account_id", "11112222333x"),
    ("aws.cloudtrail.flattened.request_parameters.configurationRecorderName", "../x"),
    ("aws.cloudtrail.flattened.request_parameters.configurationRecorderName", ""),
    ("aws.cloudtrail.flattened.request_parameters.configurationRecorderName", "a\u{0}b"),
  ]) func hostileValuesFitNothing(_ field: String, _ value: String) throws {
    var alert = Self.alert("StopConfigurationRecorder", "config", ["configurationRecorderName": "default"])
    alert.set(field, to: .string(value))
    let facts = try AlertFacts(alert)
    #expect(throws: ResponseError.self) { try RestartConfigRecorder().subjects(of: facts) }
  }

  @Test(arguments: [
    "arn:aws:iam::111122223333:user/a/b", "arn:aws:iam::111122223333:role/x",
    "arn:aws-cn:iam::111122223333:role/x",
  ]) func namesAreRead(_ arn: String) { #expect(IAMPrincipalName(arn: arn)?.arn == arn) }

  @Test(arguments: [
    "", "arn:aws:iam::111122223333:user/", "arn:aws:iam::111122223333:user", "arn:aws:iam::1:user/x",
    "arn:aws:iam::111122223333:group/x", "arn:aws:sts::111122223333:assumed-role/x/y",
    "arn:aws:iam::111122223333:user/a&b", "arn:aws:iam::111122223333:root", "a:b:c:d:e:f:g",
  ]) func otherNamesAreNot(_ arn: String) { #expect(IAMPrincipalName(arn: arn) == nil) }

  @Test func documentsThatAreNoAlerts() {
    #expect(throws: ResponseError.self) { try AlertFacts([:]) }
    #expect(throws: ResponseError.self) { try AlertFacts(["kibana.alert.uuid": 1]) }
  }

  @Test func callsAreReadBackFromPlans() throws {
    let calls: [ResponseCall] = [
      .startConfigurationRecorder(name: "a"), .stopConfigurationRecorder(name: "a"),
      .startLogging(trail: "t"), .stopLogging(trail: "t"), .updateDetector(id: "d", isEnabled: true),
      .updateDetector(id: "d", isEnabled: false), .updateAccessKey(user: "u", key: "k", status: .inactive),
      .putInlinePolicy(.user("u"), name: "p", document: "{}"),
      .putInlinePolicy(.role("r"), name: "p", document: "{}"), .deleteInlinePolicy(.user("u"), name: "p"),
      .deleteInlinePolicy(.role("r"), name: "p"),
    ]
    for call in calls {
      #expect(try ResponseCall(try JSONReader.read(JSONWriter.text(call.json))) == call)
      guard case .object(var members) = call.json else { continue }
      members["parameters"] = [:]
      #expect(throws: ResponseError.self) { try ResponseCall(.object(members)) }
    }
    for action in ["config:PutConfigurationRecorder", "iam:DeleteUser", "iam:PutGroupPolicy", ""] {
      #expect(throws: ResponseError.self) {
        try ResponseCall(["action": .string(action), "parameters": ["Name": "x", "PolicyName": "p"]])
      }
    }
  }

  @Test func verdicts() {
    let verification = Verification(expected: ["on": true], before: ["on": false, "other": "x"])
    func verdict(_ state: JSONObject, problem: String? = nil) -> Verification.Verdict {
      verification.verdict(Observation(state: state, problem: problem))
    }
    #expect(verdict(["on": true, "other": "x"]) == .holds)
    #expect(verdict(["on": false, "other": "x"]) == .notYet("on is false, not true"))
    #expect(verdict(["other": "x"]) == .notYet("on is null, not true"))
    #expect(verdict(["on": true, "other": "x"], problem: "p") == .notYet("p"))
    #expect(
      verdict(["on": true, "other": "y"])
        == .altered(#"something else changed meanwhile: other from "x" to "y""#))
    #expect(verdict(["on": true]) == .altered(#"something else changed meanwhile: other from "x" to null"#))
  }
}

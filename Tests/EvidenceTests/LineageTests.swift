import Events
import Evidence
import Rules
import TestSupport
import Testing

/// How sessions are followed back to where they began.
@Suite struct LineageTests {
  private static let rule = "AWS Configuration Recorder Stopped"

  /// A session of a role as records show it.
  private static func session(_ role: String, _ name: String, _ key: String, _ created: String) -> String {
    """
    {"type":"AssumedRole","principalId":"AROA\(role):\(name)","arn":"arn:aws:sts::111122223333:assumed-role/\(role)/\(name)",\
    "accountId":"111122223333","accessKeyId":"\(key)","sessionContext":{"sessionIssuer":{"type":"Role",\
    "principalId":"AROA\(role)","arn":"arn:aws:iam::111122223333:role/\(role)","accountId":"111122223333","userName":"\(role)"},\
    "attributes":{"creationDate":"2026-10-14T\(created)Z","mfaAuthenticated":"false"}}}
    """
  }

  private static func record(
    _ clock: String, _ identity: String, _ provider: String, _ action: String, response: String = "null"
  ) -> String {
    """
    {"eventVersion":"1.11","userIdentity":\(identity),"eventTime":"2026-10-14T\(clock)Z","eventSource":"\(provider).amazonaws.com",\
    "eventName":"\(action)","awsRegion":"eu-central-1","sourceIPAddress":"192.0.2.1","userAgent":"aws-cli/2",\
    "requestParameters":null,"responseElements":\(response),"eventID":"\(clock)","readOnly":false,"eventType":"AwsApiCall",\
    "managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management"}
    """
  }

  private static func created(_ key: String) -> String { #"{"credentials":{"accessKeyId":"\#(key)"}}"# }

  private func who(_ records: [String]) throws -> Finding {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.json", records.joined(separator: "\n"))
    let rules = Sample.rules.filter { $0.name == Self.rule }
    let report = try #require(try Sample.report(Self.rule, in: [path], rules: rules))
    return try #require(report.findings.first { $0.collector == "principal" })
  }

  @Test func throughChainedRolesToAFederatedIdentity() throws {
    let web =
      #"{"type":"WebIdentityUser","principalId":"idp:sub:build","userName":"build-7","identityProvider":"arn:aws:iam::111122223333:oidc-provider/ci.example"}"#
    let finding = try who([
      Self.record("09:00:00", web, "sts", "AssumeRoleWithWebIdentity", response: Self.created("ASIAFIRST")),
      Self.record(
        "09:10:00", Self.session("ci", "build", "ASIAFIRST", "09:00:00"), "sts", "AssumeRole",
        response: Self.created("ASIASECOND")),
      Self.record(
        "09:30:00", Self.session("ops", "deploy", "ASIASECOND", "09:10:00"), "config",
        "StopConfigurationRecorder"),
    ])
    #expect(finding.answer.contains("Session deploy of role ops"))
    #expect(
      finding.answer.contains(
        "20 minutes old; the session was created at 09:10:00 by AssumeRole of session build of role ci"))
    #expect(
      finding.answer.contains(
        "it was created at 09:00:00 by AssumeRoleWithWebIdentity for build-7 of arn:aws:iam::111122223333:oidc-provider/ci.example"
      ))
    #expect(finding.tables.first?.table.rows.count == 2 && finding.incomplete.isEmpty)
  }

  @Test func toASignInToTheConsole() throws {
    let session = Self.session("admin", "lena", "ASIACONSOLE", "08:00:00")
    let finding = try who([
      Self.record("08:00:01", session, "signin", "ConsoleLogin", response: #"{"ConsoleLogin":"Success"}"#),
      Self.record("09:30:00", session, "config", "StopConfigurationRecorder"),
    ])
    #expect(finding.answer.contains("it began with a sign-in to the console at 08:00:01"))
  }

  @Test func noFurtherThanTheEventsReach() throws {
    let finding = try who([
      Self.record(
        "09:30:00", Self.session("ops", "x", "ASIAX", "07:00:00"), "config", "StopConfigurationRecorder")
    ])
    #expect(finding.answer.contains("in a session created at 2026-10-14 07:00:00 UTC without MFA"))
    #expect(
      finding.incomplete == [
        "the session was created at 2026-10-14 07:00:00 UTC, before the events of the source begin"
      ])
  }

  @Test func notToTheSessionOfSomebodyElse() throws {
    let user =
      #"{"type":"IAMUser","principalId":"AIDA","arn":"arn:aws:iam::111122223333:user/eve","accountId":"111122223333","accessKeyId":"AKIA1","userName":"eve"}"#
    let finding = try who([
      Self.record("06:00:00", user, "iam", "ListUsers"),
      Self.record("07:00:00", user, "sts", "AssumeRole", response: Self.created("ASIAOTHER")),
      Self.record(
        "09:30:00", Self.session("ops", "x", "ASIAX", "07:00:00"), "config", "StopConfigurationRecorder"),
    ])
    #expect(!finding.answer.contains("eve"))
    #expect(
      finding.incomplete == ["no event that created the session at 2026-10-14 07:00:00 UTC is in the source"])
  }
}

import AWS
import Engine
import Events
import Evidence
import HTTPTypes
import HummingbirdTesting
import Inputs
import OrderedCollections
import Response
import Storage
import TestSupport
import Testing

@testable import NightjarServer

/// Investigations over HTTP know the policies that AWS, as a moto server has it, knows.
@Suite struct EvidencePolicyTests {
  private func server(_ policies: (any PolicySource)?) async throws -> (server: TestServer, alert: String) {
    let server = try TestServer(builtinRules: true, prepare: { $0.policies = policies })
    try await server.addUser(.admin)
    var record = TestSite.record(1, attack: "ops")
    record["recipientAccountId"] = .string(Moto.account)
    record["userIdentity"] = [
      "type": "IAMUser", "userName": "web-ops", "accountId": .string(Moto.account),
      "arn": .string("arn:aws:iam::\(Moto.account):user/web-ops"),
    ]
    record["requestParameters"] = ["configurationRecorderName": "main"]
    let bytes = Array(JSONWriter.text(.object(["Records": [.object(record)]])).utf8)
    _ = try await server.services.engine.ingestor.ingest { handler in
      [RecordReader().read(text: bytes, named: "test", handler: handler)]
    }
    let alerts = try server.store.read { try $0.alerts(AlertSearch()).alerts }
    return (
      server, try #require(alerts.first { $0.row.ruleName == "AWS Configuration Recorder Stopped" }).row.uuid
    )
  }

  private func permissions(_ policies: (any PolicySource)?) async throws -> JSON {
    let (server, alert) = try await server(policies)
    let (headers, answers) = (try await server.key(.viewer), Log<JSON>())
    try await server.test { client async throws in
      let answer = try await client.send(.get, "/api/nightjar/alerts/\(alert)/evidence", headers: headers)
      #expect(answer.status == .ok)
      let found = try answer.json["evidence"]?.array?.first { $0["collector"] == "permissions" }
      answers.add(try #require(found, "\(answer.text.prefix(400))"))
    }
    return try #require(answers.entries.first)
  }

  private func setUp() async throws -> AWSClient {
    try await Moto.boto(
      """
      c = client("iam")
      try: c.create_user(UserName="web-ops")
      except c.exceptions.EntityAlreadyExistsException: pass
      c.put_user_policy(UserName="web-ops", PolicyName="config", PolicyDocument=json.dumps({"Version": "2012-10-17",
          "Statement": [{"Sid": "Operate", "Effect": "Allow", "Action": "config:*", "Resource": "*"}]}))
      """)
    return try await Moto.client()
  }

  @Test func theStatementThatAllowedItIsNamed() async throws {
    let client = try await setUp()
    let settings = ResponseSettings()
    let finding = try await permissions(
      TimedPolicySource(AccountPolicySource(client: client, settings: settings)))
    let answer = finding["answer"]?.string ?? ""
    #expect(answer.contains("allowed by Operate of policy config"), "\(finding)")
    let incomplete = JSONWriter.text(finding["incomplete"] ?? [])
    #expect(!incomplete.contains("were not given") && !incomplete.contains("were not read"))
  }

  @Test func pagesNameItAsWell() async throws {
    let client = try await setUp()
    let (server, alert) = try await server(AccountPolicySource(client: client, settings: ResponseSettings()))
    let session = try await server.session(.admin)
    try await server.test { client async throws in
      let page = try await client.execute(
        uri: "/alerts/\(alert)?evidence=1", method: .get, headers: session.headers)
      #expect(page.status == .ok && page.text.contains("allowed by Operate of policy config"))
    }
  }

  @Test func withoutCredentialsItIsIncomplete() async throws {
    let finding = try await permissions(nil)
    #expect(JSONWriter.text(finding["incomplete"] ?? []).contains("policies were not given"))
  }

  /// The role of the account is taken on; where there is none, nobody of the same name in another account is meant.
  @Test func policiesOfOtherAccountsNeedARole() async throws {
    _ = try await setUp()
    let client = try await Moto.client()
    var settings = ResponseSettings()
    settings.accounts = [
      AccountSettings(id: Moto.account, roleARN: "arn:aws:iam::\(Moto.account):role/NightjarResponse")
    ]
    let source = AccountPolicySource(client: client, settings: settings)
    let own = "arn:aws:iam::\(Moto.account):user/web-ops"
    #expect(try await source.library(for: own).policies(for: own, resource: nil)?.identity.count == 1)
    await #expect(throws: EvidenceError.self) {
      try await source.library(for: "arn:aws:iam::444455556666:user/web-ops")
    }
  }

  /// Whoever waits for a page does not wait for AWS.
  @Test func aSourceThatDoesNotAnswerIsGivenUp() async throws {
    struct Silent: PolicySource {
      func library(for principal: String) async throws(EvidenceError) -> PolicyLibrary {
        try? await Task.sleep(for: .seconds(3600))
        return PolicyLibrary()
      }
      func simulate(_ request: RequestContext) async throws(EvidenceError) -> PolicyDecision? { nil }
    }
    let finding = try await permissions(TimedPolicySource(Silent(), seconds: 20) { _ in })
    #expect(JSONWriter.text(finding["incomplete"] ?? []).contains("no answer within 20 seconds"))
  }
}

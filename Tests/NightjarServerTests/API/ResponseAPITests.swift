import AWS
import Engine
import Events
import Foundation
import HTTPTypes
import HummingbirdTesting
import Inputs
import OrderedCollections
import Response
import Storage
import TestSupport
import Testing

@testable import NightjarServer

/// Responses over HTTP, carried out in AWS as a moto server has it.
@Suite struct ResponseAPITests {
  /// A server on which an alert says that the recorder of a region was stopped; two persons must approve.
  private struct Scene: Sendable {
    // Nothing of the host is used from several threads; its folder is removed with the last reference.
    nonisolated(unsafe) let server: TestServer
    let alert: String
    let region: String
    private var sessions: [Role: HTTPFields] = [:]

    init(region: String, endpoint: String? = nil) async throws {
      self.region = region
      try await Moto.boto(
        """
        client("iam").create_role(RoleName=f"config-{sys.argv[1]}", AssumeRolePolicyDocument="{}")
        c = client("config", sys.argv[1])
        c.put_configuration_recorder(ConfigurationRecorder={"name": "main",
            "roleARN": f"arn:aws:iam::123456789012:role/config-{sys.argv[1]}",
            "recordingGroup": {"allSupported": False, "resourceTypes": ["AWS::EC2::Instance"]}})
        c.put_delivery_channel(DeliveryChannel={"name": "ch", "s3BucketName": "b"})
        c.start_configuration_recorder(ConfigurationRecorderName="main")
        c.stop_configuration_recorder(ConfigurationRecorderName="main")
        """, region)
      let client = try await Moto.client(endpoint)
      server = try TestServer(
        builtinRules: true,
        prepare: { services in
          var settings = ResponseSettings()
          settings.requiredApprovals = 2
          settings.accounts = [
            AccountSettings(id: Moto.account, roleARN: "arn:aws:iam::\(Moto.account):role/NightjarResponse")
          ]
          services.responder = Responder(store: services.store, client: client, settings: settings)
        })
      for role in Role.ofUsers {
        try await server.addUser(role)
        let session = try await server.session(role)
        var headers = session.headers
        headers[.csrfToken] = session.csrf
        sessions[role] = headers
      }
      try await Self.ingest(Self.record(region), server)
      let stored = try server.store.read { try $0.alerts(AlertSearch()).alerts }
      alert = try #require(stored.first { $0.row.ruleName == "AWS Configuration Recorder Stopped" }).row.uuid
    }

    /// The headers of somebody who is signed in.
    func session(_ role: Role) -> HTTPFields { sessions[role] ?? [:] }

    /// A key of somebody.
    func key(of user: Role) async throws -> HTTPFields {
      let (key, secret) = try await server.services.access.addKey(
        name: "laptop", roles: [.responder], expires: nil, owner: user.rawValue, actor: "test")
      return [.authorization: "ApiKey \(Data("\(key.id):\(secret)".utf8).base64EncodedString())"]
    }

    /// Whether the recorder records.
    func isRecording() async throws -> Bool {
      try await Moto.boto(
        """
        status = client("config", sys.argv[1]).describe_configuration_recorder_status()
        print(status["ConfigurationRecordersStatus"][0]["recording"], end="")
        """, region) == "True"
    }

    private static func ingest(_ record: JSONObject, _ server: TestServer) async throws {
      let bytes = Array(JSONWriter.text(.object(["Records": [.object(record)]])).utf8)
      _ = try await server.services.engine.ingestor.ingest { handler in
        [RecordReader().read(text: bytes, named: "test", handler: handler)]
      }
    }

    private static func record(_ region: String) -> JSONObject {
      var record = TestSite.record(1, attack: "mallory")
      record["awsRegion"] = .string(region)
      record["recipientAccountId"] = .string(Moto.account)
      record["requestParameters"] = ["configurationRecorderName": "main"]
      record["userIdentity"] = [
        "type": "IAMUser", "userName": "mallory", "accountId": .string(Moto.account),
        "arn": .string("arn:aws:iam::\(Moto.account):user/mallory"),
      ]
      return record
    }
  }

  @Test func aRecorderIsRestartedByTwoPersons() async throws {
    let scene = try await Scene(region: "eu-central-1")
    let key = try await scene.key(of: .responder)
    try await scene.server.test { client async throws in
      let plans = "/api/nightjar/alerts/\(scene.alert)/responses"
      let wanted: JSON = ["playbook": "restart-config-recorder"]
      for role in [Role.viewer, .analyst] {
        let refused = try await client.send(.post, plans, headers: scene.session(role), json: wanted)
        #expect(refused.status == .forbidden, "\(role)")
      }
      #expect(try await client.send(.post, plans, json: wanted).status == .unauthorized)
      let planned = try await client.send(.post, plans, headers: scene.session(.responder), json: wanted)
      #expect(planned.status == .created, "\(planned.text)")
      let id = try #require(try planned.json["id"]?.string)
      #expect(try planned.json["status"] == "planned" && planned.text.contains("StartConfigurationRecorder"))
      let response = "/api/nightjar/responses/\(id)"
      func post(_ action: String, _ headers: HTTPFields) async throws -> TestResponse {
        try await client.send(.post, "\(response)/\(action)", headers: headers)
      }
      // Nothing is carried out before two persons agree; the same person is one person, by whichever means they come.
      #expect(try await post("_execute", scene.session(.responder)).status == .conflict)
      #expect(try await post("_approve", scene.session(.analyst)).status == .forbidden)
      let first = try await post("_approve", scene.session(.responder))
      #expect(try first.status == .ok && first.json["status"] == "planned")
      for again in [scene.session(.responder), key] {
        let refused = try await post("_approve", again)
        #expect(refused.status == .conflict && refused.text.contains("somebody else must"), "\(refused.text)")
      }
      #expect(try await post("_execute", scene.session(.responder)).status == .conflict)
      #expect(try await !scene.isRecording())
      let second = try await post("_approve", scene.session(.admin))
      #expect(try second.status == .ok && second.json["status"] == "approved")
      #expect(try await post("_execute", scene.session(.viewer)).status == .forbidden)

      let done = try await post("_execute", key)
      #expect(try done.status == .ok && done.json["status"] == "verified", "\(done.text)")
      #expect(try await scene.isRecording())
      #expect(try await post("_execute", key).status == .conflict)
      let read = try await client.send(.get, response, headers: scene.session(.viewer))
      #expect(try read.json["approvals"]?.array?.count == 2)

      let undone = try await post("_undo", scene.session(.responder))
      #expect(undone.status == .ok, "\(undone.text)")
    }
    let audit = try scene.server.store.read { try $0.auditEntries(limit: 200) }
    #expect(audit.count { $0.action == "response.approve" } == 2)
    #expect(audit.contains { $0.action == "response.execute" && $0.actor.contains("key laptop") })
  }

  @Test func whatAWSRefusesIsAFailureThatIsKept() async throws {
    let proxy = try await MotoProxy { $0 == "config:StartConfigurationRecorder" ? .deny : .forward }
    let scene = try await Scene(region: "eu-west-3", endpoint: proxy.endpoint)
    try await scene.server.test { client async throws in
      let planned = try await client.send(
        .post, "/api/nightjar/alerts/\(scene.alert)/responses", headers: scene.session(.responder),
        json: ["playbook": "restart-config-recorder"])
      let id = try #require(try planned.json["id"]?.string, "\(planned.text)")
      let response = "/api/nightjar/responses/\(id)"
      for role in [Role.responder, .admin] {
        let approved = try await client.send(.post, "\(response)/_approve", headers: scene.session(role))
        #expect(approved.status == .ok)
      }
      let failed = try await client.send(.post, "\(response)/_execute", headers: scene.session(.responder))
      #expect(try failed.status == .ok && failed.json["status"] == "failed")
      #expect(
        failed.text.contains("not authorized to perform config:StartConfigurationRecorder"), "\(failed.text)")
      let read = try await client.send(.get, response, headers: scene.session(.viewer))
      #expect(try read.json["status"] == "failed")
    }
    #expect(try await !scene.isRecording())
  }

  @Test func withoutCredentialsItIsSaid() async throws {
    let server = try TestServer()
    let headers = try await server.key(.responder)
    try await server.test { client async throws in
      let answer = try await client.send(.post, "/api/nightjar/responses/x/_approve", headers: headers)
      #expect(answer.status == .serviceUnavailable && answer.text.contains("no credentials of AWS"))
    }
  }
}

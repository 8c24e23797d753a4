import Events
import Foundation
import Storage
import TestSupport
import Testing

/// `nightjar respond` from a CloudTrail record to the result, against a moto server with a recorder, a delivery channel, a
/// role, a user and policies that boto3 sets up.
@Suite struct RespondCommandTests {
  private static let account = "123456789012"

  private typealias Run = FinishedProgram

  /// A region of its own with a stopped recorder, and an alert about it.
  private final class Scene {
    let region: String
    let folder: TemporaryFolder
    let alerts: String
    var data: String { folder.url.appending(path: "data").path }

    init(region: String) async throws {
      self.region = region
      folder = try TemporaryFolder()
      _ = try await MotoServer.shared().boto(
        """
        i = client("iam")
        for f, a in [(i.create_role, {"RoleName": "respond-config", "AssumeRolePolicyDocument": "{}"}),
                     (i.create_user, {"UserName": "respond-mallory"})]:
            try: f(**a)
            except i.exceptions.EntityAlreadyExistsException: pass
        i.put_user_policy(UserName="respond-mallory", PolicyName="own",
          PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"config:*","Resource":"*"}]}')
        c = client("config", sys.argv[1])
        c.put_configuration_recorder(ConfigurationRecorder={"name": "default",
          "roleARN": "arn:aws:iam::123456789012:role/respond-config",
          "recordingGroup": {"allSupported": False, "resourceTypes": ["AWS::EC2::Instance"]}})
        c.put_delivery_channel(DeliveryChannel={"name": "ch", "s3BucketName": "b"})
        c.start_configuration_recorder(ConfigurationRecorderName="default")
        c.stop_configuration_recorder(ConfigurationRecorderName="default")
        """, arguments: [region])
      let record = """
        {"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE",
        "arn":"arn:aws:iam::\(account):user/respond-mallory","accountId":"\(account)","userName":"respond-mallory",
        "accessKeyId":"AKIAEXAMPLE000000001"},"eventTime":"2026-10-14T10:02:11Z","eventSource":"config.amazonaws.com",
        "eventName":"StopConfigurationRecorder","awsRegion":"\(region)","sourceIPAddress":"192.0.2.1",
        "requestParameters":{"configurationRecorderName":"default"},"eventID":"e-\(region)","readOnly":false,
        "eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"\(account)","eventCategory":"Management"}
        """
      let records = try folder.write("record.json", record)
      alerts = folder.url.appending(path: "alerts.ndjson").path
      let scan = try await RespondCommandTests.run(["scan", records, "--output", "ndjson", "-o", alerts])
      #expect(scan.status == 0, "\(scan.errors)")
    }

    func respond(_ arguments: [String], environment: [String: String] = [:]) async throws -> Run {
      try await RespondCommandTests.run(["respond"] + arguments + ["--data", data], environment)
    }

    func look() async throws -> (recording: String, group: String) {
      let lines = try await MotoServer.shared().boto(
        """
        c = client("config", sys.argv[1])
        print(c.describe_configuration_recorder_status()["ConfigurationRecordersStatus"][0]["recording"])
        print(json.dumps(c.describe_configuration_recorders()["ConfigurationRecorders"][0]["recordingGroup"]))
        """, arguments: [region]
      ).split(separator: "\n").map(String.init)
      return (lines[0], lines[1])
    }
  }

  private static func run(_ arguments: [String], _ environment: [String: String] = [:]) async throws -> Run {
    let endpoint = try await MotoServer.shared().endpoint
    return try await OwnThread.run { try start(arguments, environment, endpoint) }
  }

  private static func start(
    _ arguments: [String], _ environment: [String: String], _ endpoint: String
  ) throws -> Run {
    try FinishedProgram(
      running: try #require(CommandLineTests.program), arguments,
      environment: [
        "NO_COLOR": "1", "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "AKIATEST",
        "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1",
      ].merging(environment) { $1 })
  }

  @Test func theRecorderIsStartedVerifiedAndStoppedAgain() async throws {
    let scene = try await Scene(region: "ap-southeast-2")
    let before = try await scene.look()
    #expect(before.recording == "False")

    let plan = try await scene.respond(["", "--alerts", scene.alerts])
    #expect(plan.status == 0, "\(plan.errors)")
    for text in [
      "playbook  restart-config-recorder",
      "config:StartConfigurationRecorder  ConfigurationRecorderName  default",
      "recording  false   true", "config:StopConfigurationRecorder", "deactivate-access-key",
      "quarantine-principal",
    ] { #expect(plan.output.contains(text), "\(text) in\n\(plan.output)") }
    #expect(plan.errors == "nothing was changed; --execute carries it out\n")
    #expect(try await scene.look() == before && !FileManager.default.fileExists(atPath: scene.data))

    let done = try await scene.respond(["", "--alerts", scene.alerts, "--execute", "--output", "json"])
    #expect(done.status == 0 && done.json["status"] == "verified", "\(done.errors)")
    #expect(done.json[path: "result.after.recording"] == true)
    #expect(done.json["requested_by"]?.string?.hasPrefix("local:") == true)
    let after = try await scene.look()
    #expect(after.recording == "True" && after.group == before.group)

    let id = try #require(done.json["id"]?.string)
    let undoPlan = try await scene.respond(["--response", id, "--undo"])
    #expect(undoPlan.status == 0 && undoPlan.output.contains("config:StopConfigurationRecorder"))
    #expect(try await scene.look() == after)
    let undone = try await scene.respond(["--response", id, "--undo", "--execute"])
    #expect(undone.status == 0, "\(undone.errors)")
    #expect(try await scene.look() == before)
    let list = try await scene.respond(["--list"])
    #expect(list.status == 0 && list.output.contains("\(id)  undone") && list.output.contains("verified"))

    let store = try Store(folder: URL(filePath: scene.data))
    var actions: [String] = []
    try store.read { try $0.exportAudit { actions.append($0.action) } }
    #expect(
      actions.prefix(4) == ["response.plan", "response.approve", "response.execute", "response.verified"])
    #expect(actions.last == "response.undone")
    #expect(try store.verifyAudit().isValid)
  }

  @Test func failuresEndWithFiveAndTheState() async throws {
    let scene = try await Scene(region: "ap-southeast-1")
    let before = try await scene.look()

    let denying = try await MotoProxy { $0 == "config:StartConfigurationRecorder" ? .deny : .forward }
    let denied = try await scene.respond(
      ["", "--alerts", scene.alerts, "--execute"], environment: ["AWS_ENDPOINT_URL": denying.endpoint])
    #expect(denied.status == 5 && denied.errors.contains("AccessDenied"), "\(denied.errors)")
    #expect(denied.output.contains("recording          false") && denied.output.contains("status    failed"))

    let config = try scene.folder.write(
      "nightjar.toml", "[response]\nverify_timeout = \"1s\"\nverify_interval = \"1s\"\n")
    let swallowing = try await MotoProxy {
      $0 == "config:StartConfigurationRecorder" ? .swallow : .forward
    }
    let late = try await scene.respond(
      ["", "--alerts", scene.alerts, "--execute", "--config", config, "--output", "json"],
      environment: ["AWS_ENDPOINT_URL": swallowing.endpoint])
    #expect(late.status == 5 && late.json[path: "result.error.kind"] == "timeout", "\(late.errors)")
    #expect(late.json[path: "result.after.recording"] == false)
    #expect(try await scene.look() == before)

    _ = try await MotoServer.shared().boto(
      #"client("config", sys.argv[1]).delete_configuration_recorder(ConfigurationRecorderName="default")"#,
      arguments: [scene.region])
    for execute in [[], ["--execute"]] {
      let missing = try await scene.respond(["", "--alerts", scene.alerts, "--output", "json"] + execute)
      #expect(missing.status == 5 && missing.json[path: "error.kind"] == "missing", "\(missing.errors)")
      #expect(missing.errors.contains("NoSuchConfigurationRecorderException"))
    }
  }

  @Test func twoPersonsAreAskedFor() async throws {
    let scene = try await Scene(region: "ap-northeast-2")
    let config = try scene.folder.write("nightjar.toml", "[response]\nrequired_approvals = 2\n")
    let run = try await scene.respond(
      ["", "--alerts", scene.alerts, "--execute", "--output", "json", "--config", config])
    #expect(run.status == 5 && run.errors.contains("not approved: 1 more approval"), "\(run.errors)")
    #expect(try await scene.look().recording == "False")
    let planned = try await scene.respond(["", "--alerts", scene.alerts, "--request", "--output", "json"])
    #expect(planned.status == 0 && planned.json["status"] == "planned")
    let id = try #require(planned.json["id"]?.string)
    let refused = try await scene.respond(["--response", id, "--execute"])
    #expect(refused.status == 5 && refused.errors.contains("not approved"))
    let done = try await scene.respond(["--response", id, "--approve", "--execute"])
    #expect(done.status == 0 && done.output.contains("status    verified"), "\(done.errors)")
    #expect(try await scene.look().recording == "True")
  }

  @Test func policiesArePrinted() async throws {
    let run = try await Self.run(["respond", "--policy", "--action", "restart-config-recorder"])
    #expect(run.status == 0)
    let actions = run.json["Statement"]?.array?.flatMap { $0["Action"]?.array?.compactMap(\.string) ?? [] }
    #expect(
      actions?.sorted() == [
        "config:DescribeConfigurationRecorderStatus", "config:DescribeConfigurationRecorders",
        "config:DescribeDeliveryChannels", "config:StartConfigurationRecorder",
        "config:StopConfigurationRecorder",
      ])
  }

  @Test(arguments: [
    (["respond"], 2, "give one of ALERT"),
    (["respond", "x", "--action", "burn"], 2, "no playbook is called"),
    (["respond", "x", "--approve"], 2, "need --response"),
    (["respond", "--list", "--execute"], 2, "--execute"),
    (["respond", "x", "--data", "/nonexistent"], 3, "holds no store"),
    (["respond", "x", "--alerts", "/nonexistent"], 3, "cannot be read"),
    (["respond", "--policy", "--config", "/nonexistent"], 3, "cannot be read"),
    (["respond", "--policy", "--account", "12"], 2, "twelve digits"),
  ]) func wrongUseIsNamed(_ arguments: [String], _ status: Int32, _ words: String) async throws {
    let run = try await Self.run(arguments)
    #expect(run.status == status && run.errors.contains(words), "\(run.errors)")
  }
}

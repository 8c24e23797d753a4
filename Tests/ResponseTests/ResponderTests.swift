import Engine
import Events
import Logging
import OrderedCollections
import Response
import Storage
import TestSupport
import Testing

/// Approvals, limits and records of responses, with a recorder in a moto server.
@Suite struct ResponderTests {
  private let scenario = Scenario.recorder

  private func stage(
    configure: (inout ResponseSettings, _ account: String) -> Void = { _, _ in }
  ) async throws -> (Stage, JSONObject) {
    let stage = try await Stage(configure: configure)
    _ = try await stage.boto(scenario.setUp)
    return (stage, scenario.alert(stage.account, []))
  }

  private func isRecording(_ stage: Stage) async throws -> Bool {
    try await stage.boto(scenario.look) == "True"
  }

  @Test func theRecordingGroupIsTheSameBytes() async throws {
    let (stage, alert) = try await stage()
    let done = try await stage.respond(scenario.playbook, alert)
    let answers = try #require(done.result?["calls"]?.array)
      .filter { $0["action"] == "config:DescribeConfigurationRecorders" }.compactMap { $0["answer"]?.string }
    #expect(answers.count == 2)
    let groups = Set(
      answers.map { answer in
        answer.split(separator: #""recordingGroup":"#).last.map { String($0.prefix(200)) }
      })
    #expect(groups.count == 1 && answers[0].contains("AWS::EC2::Instance"))
    #expect(done.result?[path: "after.recording_group"] == done.result?[path: "before.recording_group"])
    #expect(done.result?[path: "details.last_status"]?.string?.uppercased() == "PENDING")
    #expect(!stage.proxy.calls.contains("config:PutConfigurationRecorder"))
  }

  @Test func aRecorderThatIsChangedMeanwhileIsNotVerified() async throws {
    let (stage, alert) = try await stage()
    let change = """
      a("config").put_configuration_recorder(ConfigurationRecorder={"name": "main",
        "roleARN": f"arn:aws:iam::{account}:role/config", "recordingGroup": {"allSupported": True}})
      """
    let planned = try await stage.responder.plan(scenario.playbook, for: alert, actor: Stage.person)
    _ = try await stage.boto(change)
    let drifted = try await stage.carryOut(planned)
    #expect(drifted.status == .failed && drifted.result?[path: "error.kind"] == "drift")
    #expect(drifted.result?[path: "error.message"]?.string?.contains("recording_group") == true)
    #expect(try await !isRecording(stage))
  }

  @Test func aDeliveryChannelThatLacksIsSaidBefore() async throws {
    let (stage, alert) = try await stage()
    _ = try await stage.boto(#"a("config").delete_delivery_channel(DeliveryChannelName="ch")"#)
    let planned = try await stage.responder.plan(scenario.playbook, for: alert, actor: Stage.person)
    #expect(planned.plan["warnings"]?.array?.count == 1)
    let done = try await stage.carryOut(planned)
    #expect(done.status == .failed && done.result?[path: "error.kind"] == "aws")
    #expect(
      done.result?[path: "error.message"]?.string?.contains("NoAvailableDeliveryChannelException") == true)
    #expect(done.result?[path: "after.recording"] == false)
  }

  // MARK: Approvals

  @Test func nothingIsDoneWithoutApproval() async throws {
    let (stage, alert) = try await stage()
    let planned = try await stage.responder.plan(scenario.playbook, for: alert, actor: Stage.person)
    let error = await responseError { try await stage.responder.execute(planned.id, actor: Stage.person) }
    #expect(error?.kind == .notApproved && error?.response == planned.id)
    let rule = ResponseActor.automatic(rule: SampleAlert.rule)
    #expect(
      await responseError { try await stage.responder.approve(planned.id, actor: rule) }?.kind == .refused)
    #expect(await responseError { try await stage.responder.execute("none", actor: rule) }?.kind == .unknown)
    #expect(try await !isRecording(stage))
  }

  @Test func twoPersonsApprove() async throws {
    let (stage, alert) = try await stage { settings, _ in settings.requiredApprovals = 2 }
    let responder = stage.responder
    let id = try await responder.plan(scenario.playbook, for: alert, actor: Stage.person).id
    #expect(try await responder.approve(id, actor: Stage.person).status == .planned)
    #expect(
      await responseError { try await responder.approve(id, actor: Stage.person) }?.kind == .notApproved)
    #expect(
      await responseError { try await responder.execute(id, actor: Stage.person) }?.kind == .notApproved)
    let approved = try await responder.approve(id, actor: Stage.other)
    #expect(approved.status == .approved && approved.approvals.map(\.actor) == ["user:alice", "user:bob"])
    #expect(try await responder.execute(id, actor: Stage.other).status == .verified)
    #expect(await responseError { try await responder.execute(id, actor: Stage.other) }?.kind == .wrongStatus)
    #expect(await responseError { try await responder.approve(id, actor: Stage.other) }?.kind == .wrongStatus)
  }

  /// One approval was enough when it was given, but no longer when the response is carried out.
  @Test func approvalsAreCountedAgain() async throws {
    let (stage, alert) = try await stage()
    let id = try await stage.responder.plan(scenario.playbook, for: alert, actor: Stage.person).id
    _ = try await stage.responder.approve(id, actor: Stage.person)
    let stricter = stage.responder { $0.requiredApprovals = 2 }
    #expect(await responseError { try await stricter.execute(id, actor: Stage.person) }?.kind == .notApproved)
    #expect(try await !isRecording(stage))
  }

  @Test func anOldPlanIsNotCarriedOut() async throws {
    let (stage, alert) = try await stage()
    let id = try await stage.responder.plan(scenario.playbook, for: alert, actor: Stage.person).id
    _ = try await stage.responder.approve(id, actor: Stage.person)
    stage.clock.advance(3601)
    #expect(
      await responseError { try await stage.responder.execute(id, actor: Stage.person) }?.kind == .stale)
    #expect(try await !isRecording(stage))
  }

  @Test func onlyOneCarriesItOut() async throws {
    let (stage, alert) = try await stage()
    let id = try await stage.responder.plan(scenario.playbook, for: alert, actor: Stage.person).id
    _ = try await stage.responder.approve(id, actor: Stage.person)
    let responder = stage.responder
    let results = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        group.addTask { (try? await responder.execute(id, actor: Stage.person).status) == .verified }
      }
      return await group.reduce(into: [Bool]()) { $0.append($1) }
    }
    #expect(results.count { $0 } == 1)
    #expect(stage.proxy.calls.count { $0 == "config:StartConfigurationRecorder" } == 1)
  }

  @Test func anInterruptedRunIsTakenUp() async throws {
    let (stage, alert) = try await stage { settings, _ in settings.planLifetime = 60_000_000_000 }
    let id = try await stage.responder.plan(scenario.playbook, for: alert, actor: Stage.person).id
    _ = try await stage.responder.approve(id, actor: Stage.person)
    // The process that took it ended after the call.
    let now = stage.clock.now()
    #expect(try stage.store.write { try $0.claimResponse(id, abandonedBefore: now) })
    _ = try await stage.boto(#"a("config").start_configuration_recorder(ConfigurationRecorderName="main")"#)
    #expect(
      await responseError { try await stage.responder.execute(id, actor: Stage.person) }?.kind == .wrongStatus
    )
    stage.clock.advance(1000)
    let done = try await stage.responder.execute(id, actor: Stage.person)
    #expect(done.status == .verified && done.result?["acted"]?.array?.count == 1)
    #expect(!stage.proxy.calls.contains("config:StartConfigurationRecorder"))
    #expect(try await stage.carryOut(stage.responder.undo(id, actor: Stage.person)).status == .verified)
    #expect(try await !isRecording(stage))
  }

  /// The process that took it ended before the call, and the plan is too old to be carried out now.
  @Test func anOldInterruptedRunChangesNothing() async throws {
    let (stage, alert) = try await stage { settings, _ in settings.planLifetime = 60_000_000_000 }
    let id = try await stage.responder.plan(scenario.playbook, for: alert, actor: Stage.person).id
    _ = try await stage.responder.approve(id, actor: Stage.person)
    let now = stage.clock.now()
    #expect(try stage.store.write { try $0.claimResponse(id, abandonedBefore: now) })
    stage.clock.advance(1000)
    let done = try await stage.responder.execute(id, actor: Stage.person)
    #expect(done.status == .failed && done.result?[path: "error.kind"] == "stale")
    #expect(try await !isRecording(stage))
  }

  @Test func undoingRefusesAStateThatSomebodyElseMade() async throws {
    let stage = try await Stage()
    let scenario = Scenario.user
    _ = try await stage.boto(scenario.setUp)
    let done = try await stage.respond(scenario.playbook, scenario.alert(stage.account, []))
    _ = try await stage.boto(
      #"a("iam").put_user_policy(UserName="mallory", PolicyName="NightjarQuarantine", PolicyDocument='{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}')"#
    )
    #expect(
      await responseError { try await stage.responder.undo(done.id, actor: Stage.person) }?.kind == .drift)
  }

  /// Ending a quarantine gives permissions back; only taking that back restricts somebody again.
  @Test func breakGlassPrincipalsAreReleased() async throws {
    let scenario = Scenario.release
    let stage = try await Stage(configure: { settings, account in
      settings.breakGlass = ["arn:aws:iam::\(account):role/*"]
    })
    _ = try await stage.boto(scenario.setUp)
    let alert = scenario.alert(stage.account, [])
    let done = try await stage.respond(scenario.playbook, alert)
    #expect(done.status == .verified)
    #expect(
      await responseError { try await stage.responder.undo(done.id, actor: Stage.person) }?.kind == .refused)
    for playbook in ["quarantine-principal", "revoke-role-sessions"] {
      let error = await responseError {
        try await stage.responder.plan(playbook, for: alert, actor: Stage.person)
      }
      #expect(error?.kind == .refused && error?.message.hasPrefix("break glass: ") == true)
    }
    #expect(try await stage.boto(scenario.look) == scenario.after)
  }

  /// A reading that fails in passing after the calls is not the end.
  @Test func readingGoesOnAfterFailures() async throws {
    let starts = Log<String>()
    let stage = try await Stage { action in
      if action == "config:StartConfigurationRecorder" { starts.add(action) }
      // The client tries a call twice.
      let isFirst =
        action == "config:DescribeConfigurationRecorderStatus" && (1...2).contains(starts.entries.count)
      if isFirst { starts.add(action) }
      return isFirst ? .throttle : .forward
    }
    _ = try await stage.boto(scenario.setUp)
    let done = try await stage.respond(scenario.playbook, scenario.alert(stage.account, []))
    #expect(done.status == .verified && done.result?["readings"] == 2)
  }

  // MARK: Accounts

  @Test func anotherAccountIsRefused() async throws {
    let (stage, alert) = try await stage { settings, _ in settings.accounts = [] }
    let error = await responseError {
      try await stage.responder.plan(scenario.playbook, for: alert, actor: Stage.person)
    }
    #expect(error?.kind == .refused && error?.message.contains("123456789012") == true)
    #expect(stage.proxy.calls == ["sts:GetCallerIdentity"])
    let stored = try await stage.responder.response(try #require(error?.response))
    #expect(stored.status == .refused && stored.result?[path: "error.kind"] == "refused")
  }

  // MARK: Automatic responses

  private func automatic(_ settings: inout ResponseSettings, _ account: String) {
    settings.requiredApprovals = 2
    settings.automatic = [
      AutomaticSettings(rule: SampleAlert.rule, playbook: scenario.playbook, accounts: [account])
    ]
  }

  @Test func anAutomaticResponseIsCarriedOutOnce() async throws {
    let (stage, alert) = try await stage(configure: automatic)
    let outcomes = await stage.responder.respondAutomatically(to: alert)
    let done = try #require(outcomes.first).result.get()
    #expect(outcomes.count == 1 && done.status == .verified && done.isAutomatic)
    #expect(done.requester == "automatic:rule-1" && done.approvals.map(\.actor) == ["automatic:rule-1"])
    #expect(try await isRecording(stage))
    #expect(await stage.responder.respondAutomatically(to: alert).isEmpty)
    // People take it back under their own rules.
    let undo = try await stage.responder.undo(done.id, actor: Stage.person)
    _ = try await stage.responder.approve(undo.id, actor: Stage.person)
    #expect(
      await responseError { try await stage.responder.execute(undo.id, actor: Stage.person) }?.kind
        == .notApproved)
  }

  @Test func newAlertsOfTheStoreAreAnsweredOnce() async throws {
    let (stage, _) = try await stage(configure: automatic)
    var alert = scenario.alert(stage.account, [])
    let clock = stage.clock
    let answers = AutomaticResponses(
      store: stage.store, clock: EngineClock(now: clock.now, sleep: { _ in }), log: Logger(label: "test"),
      responder: stage.responder)
    func raise(_ uuid: String) throws {
      alert["kibana.alert.uuid"] = .string(uuid)
      alert["@timestamp"] = .string(clock.now().description)
      alert["kibana.alert.severity"] = "high"
      let draft = try AlertDraft(document: alert)
      try stage.store.write { _ = try $0.insertAlert(draft) }
    }
    // What was there before the first look is not answered.
    try raise("old")
    clock.advance(60)
    try await answers.answer()
    #expect(try await !isRecording(stage))
    clock.advance(60)
    try raise("new")
    try await answers.answer()
    #expect(try await isRecording(stage))
    let calls = stage.proxy.calls.count
    try await answers.answer()
    #expect(stage.proxy.calls.count == calls)
  }

  @Test func anInterruptedAutomaticResponseIsTakenUp() async throws {
    let (stage, alert) = try await stage(configure: automatic)
    let rule = ResponseActor.automatic(rule: SampleAlert.rule)
    let planned = try await stage.responder.plan(scenario.playbook, for: alert, actor: rule)
    let done = try #require(await stage.responder.respondAutomatically(to: alert).first).result.get()
    #expect(done.id == planned.id && done.status == .verified)
    #expect(try await isRecording(stage))
  }

  @Test func automaticResponsesAreLimited() async throws {
    let (stage, _) = try await stage { settings, account in
      automatic(&settings, account)
      settings.rateLimitPerHour = 1
    }
    func respond(_ uuid: String) async throws -> Result<StoredResponse, ResponseError> {
      let alert = SampleAlert.alert(
        "StopConfigurationRecorder", of: "config.amazonaws.com", account: stage.account,
        parameters: ["configurationRecorderName": "main"], uuid: uuid)
      return try #require(await stage.responder.respondAutomatically(to: alert).first).result
    }
    #expect(try await respond("alert-1").get().status == .verified)
    guard case .failure(let error) = try await respond("alert-2") else {
      Issue.record("the second one was carried out")
      return
    }
    #expect(error.kind == .refused && error.message.hasPrefix("rate limit"))
    #expect(try await stage.responder.response(try #require(error.response)).status == .refused)
    stage.clock.advance(3601)
    #expect(try await respond("alert-3").get().status == .verified)
  }

  @Test func theKillSwitchStopsAllButUndoing() async throws {
    let (stage, alert) = try await stage(configure: automatic)
    let killed = stage.responder {
      $0.killSwitchFile = "/kill"
      $0.requiredApprovals = 1
    }
    let outcome = try #require(await killed.respondAutomatically(to: alert).first).result
    guard case .failure(let error) = outcome else {
      Issue.record("it was carried out")
      return
    }
    #expect(error.kind == .refused && error.message == "kill switch: the file /kill exists")
    let id = try await killed.plan(scenario.playbook, for: alert, actor: Stage.person).id
    _ = try await killed.approve(id, actor: Stage.person)
    #expect(await responseError { try await killed.execute(id, actor: Stage.person) }?.kind == .refused)
    #expect(try await !isRecording(stage))
    #expect(try stage.audit().count { $0 == "response.refused" } == 2)
    // What a person asked for can be carried out when the switch is off, and taken back when it is on.
    let free = stage.responder { $0.requiredApprovals = 1 }
    #expect(try await free.execute(id, actor: Stage.person).status == .verified)
    let undo = try await killed.undo(id, actor: Stage.person)
    _ = try await killed.approve(undo.id, actor: Stage.person)
    #expect(try await killed.execute(undo.id, actor: Stage.person).status == .verified)
  }

  // MARK: The store

  @Test func responsesAreFoundByTheirAlerts() async throws {
    let (stage, alert) = try await stage()
    let id = try await stage.responder.plan(scenario.playbook, for: alert, actor: Stage.person).id
    let stored = try await stage.responder.response(id)
    #expect(stored.object["status"] == "planned" && stored.plan[path: "before.recording"] == false)
    #expect(try stage.store.read { try $0.responses(alert: "alert-1", status: .planned) }.map(\.id) == [id])
    #expect(try stage.store.read { try $0.responses(alert: "alert-2") }.isEmpty)
  }
}

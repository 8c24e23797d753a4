import AWS
import Events
import OrderedCollections
import Response
import Storage
import TestSupport
import Testing

/// Every playbook against a moto server, from the plan to taking it back, and with everything that can go wrong.
@Suite struct PlaybookTests {
  /// The scenario's account with its subject.
  private struct Scene {
    let stage: Stage
    let values: [String]
    let alert: JSONObject

    init(
      _ scenario: Scenario, _ treat: @escaping @Sendable (String) -> MotoProxy.Treatment = { _ in .forward }
    ) async throws {
      stage = try await Stage(treat)
      values = try await stage.boto(scenario.setUp).split(separator: " ").map(String.init)
      alert = scenario.alert(stage.account, values)
    }

    func look(_ scenario: Scenario) async throws -> String { try await stage.boto(scenario.look, values) }
    func others(_ scenario: Scenario) async throws -> String { try await stage.boto(scenario.others, values) }
  }

  private static func isWrite(_ action: String) -> Bool {
    !["Describe", "Get", "List", "AssumeRole"].contains { action.contains(":\($0)") }
  }

  @Test(arguments: Scenario.all) func itPlansActsVerifiesAndUndoes(_ scenario: Scenario) async throws {
    let scene = try await Scene(scenario)
    let stage = scene.stage
    let others = try await scene.others(scenario)
    #expect(try await scene.look(scenario) == scenario.before)

    // The plan shows everything and changes nothing.
    let options = try stage.responder.options(for: scene.alert)
    #expect(options.contains { $0.playbook == scenario.playbook })
    let preview = try await stage.responder.planner.preview(
      scenario.playbook, for: scene.alert, actor: Stage.person)
    #expect(preview.step.calls.count == 1 && preview.step.inverse.count == 1 && preview.changes.count == 1)
    #expect(!stage.proxy.calls.contains(where: Self.isWrite))
    #expect(try stage.store.read { try $0.responses() }.isEmpty && stage.audit().isEmpty)
    #expect(try await scene.look(scenario) == scenario.before)

    let done = try await stage.respond(scenario.playbook, scene.alert)
    #expect(done.status == .verified, "\(JSONWriter.text(done.result ?? .null))")
    let after = try await scene.look(scenario)
    if let expected = scenario.after { #expect(after == expected) }
    #expect(after != scenario.before)
    #expect(try await scene.others(scenario) == others)
    let written = stage.proxy.calls.filter(Self.isWrite)
    #expect(written == preview.step.calls.map(\.action))
    let records = try #require(done.result?["calls"]?.array)
    #expect(records.contains { $0["purpose"] == "act" && $0["request_id"]?.string != nil })
    #expect(records.contains { $0["purpose"] == "observe" && $0["answer"]?.string?.isEmpty == false })
    #expect(done.result?["before"]?.object != done.result?["after"]?.object)

    // Taking it back is a response of its own.
    let undo = try await stage.responder.undo(done.id, actor: Stage.other)
    #expect(undo.undoes == done.id && undo.status == .planned)
    #expect(try await scene.look(scenario) == after)
    let undone = try await stage.carryOut(undo)
    #expect(undone.status == .verified, "\(JSONWriter.text(undone.result ?? .null))")
    #expect(try await scene.look(scenario) == scenario.before)
    #expect(try await scene.others(scenario) == others)
    #expect(try await stage.responder.response(done.id).status == .undone)

    #expect(
      try stage.audit() == [
        "response.plan", "response.approve", "response.execute", "response.verified", "response.plan",
        "response.approve", "response.execute", "response.verified", "response.undone",
      ])
    #expect(try stage.store.verifyAudit().isValid)
  }

  @Test(arguments: Scenario.all) func refusedCallsFailWithTheState(_ scenario: Scenario) async throws {
    let scene = try await Scene(scenario) { Self.isWrite($0) ? .deny : .forward }
    let done = try await scene.stage.respond(scenario.playbook, scene.alert)
    #expect(done.status == .failed && done.result?[path: "error.kind"] == "denied")
    #expect(done.result?[path: "error.message"]?.string?.contains("not authorized") == true)
    #expect(done.result?["after"] == done.result?["before"] && done.result?["after"]?.object != nil)
    #expect(done.result?["acted"] == [])
    let records = try #require(done.result?["calls"]?.array)
    #expect(records.contains { $0["request_id"]?.string?.hasPrefix("denied-") == true })
    #expect(try await scene.look(scenario) == scenario.before)
    #expect(try scene.stage.audit().last == "response.failed")
    let undo = await responseError { try await scene.stage.responder.undo(done.id, actor: Stage.person) }
    #expect(undo?.kind == .wrongStatus)
  }

  @Test(arguments: Scenario.all) func readingThatIsRefusedIsStored(_ scenario: Scenario) async throws {
    let scene = try await Scene(scenario) { $0.hasPrefix("sts:") ? .forward : .deny }
    let stage = scene.stage
    let error = await responseError {
      try await stage.responder.plan(scenario.playbook, for: scene.alert, actor: Stage.person)
    }
    #expect(error?.kind == .denied)
    let stored = try await stage.responder.response(try #require(error?.response))
    #expect(stored.status == .failed && stored.result?[path: "error.kind"] == "denied")
    #expect(try stage.audit() == ["response.failed"])
  }

  @Test(arguments: Scenario.all) func aStateThatDoesNotChangeTimesOut(_ scenario: Scenario) async throws {
    let scene = try await Scene(scenario) { Self.isWrite($0) ? .swallow : .forward }
    let done = try await scene.stage.respond(scenario.playbook, scene.alert)
    #expect(done.status == .failed && done.result?[path: "error.kind"] == "timeout")
    // Five minutes in steps of five seconds.
    #expect(done.result?["readings"] == 61)
    #expect(done.result?["after"] == done.result?["before"] && done.result?["acted"]?.array?.count == 1)
    // Of all these readings, the answers of the last one are kept.
    let answers = (done.result?["calls"]?.array ?? []).filter {
      $0["purpose"] == "verify" && $0["answer"] != nil
    }
    #expect((1...3).contains(answers.count))
    // The call was made, so it can be taken back; there is nothing to do for it.
    let undo = try await scene.stage.responder.undo(done.id, actor: Stage.person)
    #expect(undo.plan["calls"] == [])
    #expect(try await scene.stage.carryOut(undo).status == .verified)
  }

  @Test(arguments: Scenario.all) func anAnswerThatIsLostIsVerified(_ scenario: Scenario) async throws {
    let scene = try await Scene(scenario) { Self.isWrite($0) ? .breakAfter : .forward }
    let done = try await scene.stage.respond(scenario.playbook, scene.alert)
    #expect(done.status == .verified && done.result?["acted"]?.array?.count == 1)
    let records = try #require(done.result?["calls"]?.array)
    #expect(records.contains { $0["purpose"] == "act" && $0["error"]?.string != nil })
    #expect(try await scene.look(scenario) != scenario.before)
  }

  @Test(arguments: Scenario.all) func whatDoesNotExistIsSaid(_ scenario: Scenario) async throws {
    let scene = try await Scene(scenario)
    let planned = try await scene.stage.responder.plan(
      scenario.playbook, for: scene.alert, actor: Stage.person)
    _ = try await scene.stage.boto(scenario.remove, scene.values)
    let done = try await scene.stage.carryOut(planned)
    #expect(done.status == .failed && done.result?[path: "error.kind"] == "missing")
    let error = await responseError {
      try await scene.stage.responder.planner.preview(
        scenario.playbook, for: scene.alert, actor: Stage.person)
    }
    #expect(error?.kind == .missing)
    #expect(!scene.stage.proxy.calls.contains(where: Self.isWrite))
  }

  @Test(arguments: Scenario.all) func whatIsDoneAlreadyIsOnlyVerified(_ scenario: Scenario) async throws {
    guard scenario.playbook != "revoke-role-sessions" else { return }
    let scene = try await Scene(scenario)
    let first = try await scene.stage.responder.plan(
      scenario.playbook, for: scene.alert, actor: Stage.person)
    #expect(try await scene.stage.respond(scenario.playbook, scene.alert).status == .verified)
    let count = scene.stage.proxy.calls.count(where: Self.isWrite)
    #expect(try await scene.stage.carryOut(first).status == .verified)
    let again = try await scene.stage.respond(scenario.playbook, scene.alert)
    #expect(again.status == .verified && again.plan["calls"] == [] && again.plan["changes"] == [])
    #expect(scene.stage.proxy.calls.count(where: Self.isWrite) == count)
  }

  /// What the playbook declares is what it calls, in all that it can be asked to do.
  @Test(arguments: Playbooks.names) func theDeclaredCallsAreTheCalls(_ name: String) async throws {
    var calls: Set<String> = []
    for scenario in Scenario.all + Scenario.replacing where scenario.playbook == name {
      let scene = try await Scene(scenario)
      let done = try await scene.stage.respond(name, scene.alert)
      #expect(done.status == .verified)
      let undo = try await scene.stage.responder.undo(done.id, actor: Stage.person)
      #expect(try await scene.stage.carryOut(undo).status == .verified)
      calls.formUnion(scene.stage.proxy.calls)
    }
    calls.subtract(["sts:AssumeRole", "sts:GetCallerIdentity"])
    #expect(calls.sorted() == Playbooks.named(name)?.permissions.map(\.action).sorted())
    var allowed: Set<String> = []
    for statement in try ResponsePolicy.document(playbooks: [name])["Statement"]?.array ?? [] {
      allowed.formUnion(statement["Action"]?.array?.compactMap(\.string) ?? [])
    }
    #expect(allowed == calls)
  }
}

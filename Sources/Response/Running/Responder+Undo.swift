import AWS
import Events
import OrderedCollections
public import Storage

extension Responder {
  /// Plans to take a response back: a response of its own, which needs approval and is carried out as any other.
  ///
  /// - Parameters:
  ///   - id: The response that is to be taken back; it changed something.
  ///   - actor: Who asks.
  /// - Returns: The new response, `planned`. When it is verified, the first one becomes `undone`.
  /// - Throws: `ResponseError` when there is nothing to take back, when somebody has changed the state since, or when a
  ///   call failed.
  public func undo(_ id: String, actor: ResponseActor) async throws(ResponseError) -> StoredResponse {
    try await insert(try await undoPlan(id, actor: actor), actor)
  }

  /// What taking a response back would do. Nothing is changed and nothing is stored.
  ///
  /// - Throws: `ResponseError`, as `undo`.
  public func undoPlan(_ id: String, actor: ResponseActor) async throws(ResponseError) -> ResponsePlan {
    let response = try await response(id)
    guard response.status == .verified || response.status == .failed else {
      throw ResponseError(.wrongStatus, "the response \(id) is \(response.status.rawValue)", response: id)
    }
    guard let acted = response.result?["acted"]?.array, !acted.isEmpty else {
      throw ResponseError(.wrongStatus, "the response \(id) changed nothing", response: id)
    }
    let plan = try ResponsePlan(response.plan)
    guard let expected = response.result?["expected"]?.object else {
      throw ResponseError(.damaged, "the result of the response \(id) is not complete", response: id)
    }
    var calls: [ResponseCall] = []
    for call in acted { calls.append(try ResponseCall(call)) }
    let session = try await planner.session(try ResponsePlanner.playbook(plan.playbook), plan.subject)
    try GuardRails.check(
      planner.attempt(
        plan.playbook, plan.subject, rule: plan.rule, actor: actor, caller: session.caller,
        calls: plan.step.inverse,
        isUndo: true),
      GuardRails.planning)
    await session.calls.begin(.observe)
    let present = try await session.playbook.observe(plan.subject, with: session.calls)
    let step = try Self.inverse(
      plan, of: id, calls, Verification(expected: expected, before: plan.before.state), present)
    return ResponsePlan(
      alert: plan.alert, rule: plan.rule, playbook: plan.playbook, subject: plan.subject, undoes: id,
      step: step, before: present, caller: session.caller.arn, planned: surroundings.now(),
      observed: await session.calls.records)
  }

  /// What takes the calls back, if the state is the one that they made.
  private static func inverse(
    _ plan: ResponsePlan, of id: String, _ made: [ResponseCall], _ verification: Verification,
    _ present: Observation
  ) throws(ResponseError) -> ResponseStep {
    let former = JSONObject(
      uniqueKeysWithValues: verification.expected.keys.map { ($0, plan.before.state[$0] ?? .null) })
    let others = StateChange.between(
      verification.unexpected(plan.before.state), verification.unexpected(present.state))
    if others.contains(where: { ["principal_id", "user_id"].contains($0.field) }) {
      throw ResponseError(.drift, "another principal has taken the name: \(Verification.words(others))")
    }
    if Verification(expected: former, before: [:]).lacking(present.state) == nil {
      return ResponseStep(
        calls: [], inverse: [], expected: former,
        effect: "Nothing is to be done: the \(plan.subject.description) is as it was before.")
    }
    if let reason = verification.lacking(present.state) {
      throw ResponseError(.drift, "the state is neither the one before nor the one after: \(reason)")
    }
    return ResponseStep(
      calls: plan.step.inverse, inverse: made, expected: former,
      effect: "Takes back the response \(id): the \(plan.subject.description) is again as it was before.",
      warnings: others.isEmpty ? [] : ["since then, \(Verification.words(others)) changed as well"])
  }
}

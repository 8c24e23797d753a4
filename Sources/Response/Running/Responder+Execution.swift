import AWS
import Events
import OrderedCollections
public import Storage

extension Responder {
  /// A run that was interrupted may be taken up by others when the time of its verification is over for this long.
  private static let abandonedAfter: Int64 = 600_000_000_000

  /// Carries out an approved response and verifies it.
  ///
  /// - Parameters:
  ///   - id: The response.
  ///   - actor: Who carries it out.
  /// - Returns: The response, `verified` or `failed`; its `result` says what was done, and the state before and after.
  /// - Throws: `ResponseError` when nothing was done: approvals are missing, the plan is too old, a guard rail refuses,
  ///   somebody else carries it out, or no call could be made. Of kind `store` when the result could not be stored.
  public func execute(_ id: String, actor: ResponseActor) async throws(ResponseError) -> StoredResponse {
    let response = try await response(id)
    guard [.approved, .executing, .executed].contains(response.status) else {
      throw Self.notExecutable(response, missingApprovals(response))
    }
    guard missingApprovals(response) == 0 else {
      throw Self.notExecutable(response, missingApprovals(response))
    }
    let plan = try ResponsePlan(response.plan)
    let isResumed = response.status != .approved
    let isStale = surroundings.now().nanoseconds - plan.planned.nanoseconds > settings.planLifetime
    if isStale, !isResumed { throw ResponseError(.stale, "the plan is of \(plan.planned)", response: id) }
    let session = try await planner.session(try ResponsePlanner.playbook(plan.playbook), plan.subject)
    try await claim(response, plan, session, actor)
    let run = ResponseRun(
      plan: plan, session: session, settings: settings, surroundings: surroundings,
      isResumed: isResumed, isStale: isStale)
    let outcome = await run.run {
      // The end of the run says the same again, so a failure here loses nothing.
      try? await write { _ = try $0.setResponse(id, to: .executed, from: [.executing]) }
    }
    return try await finish(response, outcome, actor)
  }

  private static func notExecutable(_ response: StoredResponse, _ missing: Int) -> ResponseError {
    guard response.status == .planned || (response.status == .approved && missing > 0) else {
      return ResponseError(
        .wrongStatus, "the response \(response.id) is \(response.status.rawValue)", response: response.id)
    }
    return ResponseError(
      .notApproved, "\(missing) more approval\(missing == 1 ? " is" : "s are") needed for \(response.id)",
      response: response.id)
  }

  /// Takes the response if no guard rail refuses, in one transaction, so that no limit can be passed by two at once.
  private func claim(
    _ response: StoredResponse, _ plan: ResponsePlan, _ session: ResponseSession, _ actor: ResponseActor
  ) async throws(ResponseError) {
    let planner = planner
    let id = response.id
    do throws(ResponseError) {
      try await write { writer in
        let now = planner.surroundings.now()
        let hourAgo = Timestamp(nanoseconds: now.nanoseconds - 3_600_000_000_000)
        let attempt = planner.attempt(
          plan.playbook, plan.subject, rule: plan.rule, actor: actor, caller: session.caller,
          observed: plan.before.principalARN, calls: plan.step.calls, isUndo: plan.undoes != nil,
          recentAutomatic: try writer.responseCount(executedAfter: hourAgo, automatic: true))
        try GuardRails.check(attempt, GuardRails.execution)
        let abandoned = now.nanoseconds - planner.settings.verifyTimeout - Self.abandonedAfter
        guard try writer.claimResponse(id, abandonedBefore: Timestamp(nanoseconds: abandoned)) else {
          throw ResponseError(.wrongStatus, "somebody else carries out \(id)", response: id)
        }
        try writer.audit(
          action: "response.execute", subject: id, actor: actor.description,
          details: [
            "alert": .string(plan.alert), "playbook": .string(plan.playbook),
            "caller": .string(session.caller.arn), "calls": .array(plan.step.calls.map(\.json)),
          ])
      }
    } catch {
      guard error.kind == .refused else { throw error }
      throw try await refuse(response, error, actor)
    }
  }

  /// Records a refusal. What a rule asked for is over; what a person asked for can be tried again.
  private func refuse(
    _ response: StoredResponse, _ error: ResponseError, _ actor: ResponseActor
  ) async throws(ResponseError) -> ResponseError {
    try await write { writer in
      try writer.audit(
        action: "response.refused", subject: response.id, actor: actor.description,
        details: ["alert": .string(response.alert), "error": ResponseOutcome.json(error)])
      guard response.isAutomatic else { return }
      _ = try writer.setResponse(
        response.id, to: .refused, from: [.approved],
        result: ["status": "refused", "error": ResponseOutcome.json(error)])
    }
    var error = error
    error.response = response.id
    return error
  }

  private func finish(
    _ response: StoredResponse, _ outcome: ResponseOutcome, _ actor: ResponseActor
  ) async throws(ResponseError) -> StoredResponse {
    let id = response.id
    let status: ResponseStatus = outcome.error == nil ? .verified : .failed
    return try await write { writer in
      _ = try writer.setResponse(id, to: status, from: [.executing, .executed], result: outcome.json)
      var details: JSONObject = ["alert": .string(response.alert), "playbook": .string(response.playbook)]
      details.merge(outcome.audit) { _, new in new }
      try writer.audit(
        action: "response.\(status.rawValue)", subject: id, actor: actor.description, details: details)
      if let undone = response.undoes, status == .verified,
        try writer.setResponse(undone, to: .undone, from: [.verified, .failed])
      {
        try writer.audit(
          action: "response.undone", subject: undone, actor: actor.description, details: ["by": .string(id)])
      }
      return try Self.required(writer.response(id), id)
    }
  }
}

import AWS
import Events
import OrderedCollections

/// Carries out one plan: reads the state again, makes the calls, and reads the state until it is the one that was wanted.
struct ResponseRun: Sendable {
  let plan: ResponsePlan
  let session: ResponseSession
  let settings: ResponseSettings
  let surroundings: ResponseSurroundings
  /// Whether an earlier run was interrupted, so that calls may have been made already.
  let isResumed: Bool
  /// Whether the plan is too old for calls; an interrupted run is then only verified.
  let isStale: Bool

  /// Runs to the end. Failures are part of the outcome.
  ///
  /// - Parameter acted: Called after the last call, before the first reading.
  /// - Returns: The outcome.
  func run(acted: () async -> Void) async -> ResponseOutcome {
    let started = surroundings.now()
    var outcome = ResponseOutcome(
      started: started, finished: started,
      expected: plan.step.expected.mapValues { Self.resolved($0, at: started) })
    do throws(ResponseError) {
      try await carryOut(&outcome, acted)
    } catch {
      outcome.error = error
      await readOnce(&outcome)
    }
    outcome.finished = surroundings.now()
    outcome.records = await session.calls.records
    return outcome
  }

  private func carryOut(
    _ outcome: inout ResponseOutcome, _ acted: () async -> Void
  ) async throws(ResponseError) {
    await session.calls.begin(.observe)
    let present = try await session.playbook.observe(plan.subject, with: session.calls)
    outcome.before = present
    let verification = Verification(expected: outcome.expected, before: plan.before.state)
    let isNeeded = verification.lacking(present.state) != nil
    try checkDrift(present, verification, isNeeded)
    if isResumed { outcome.acted = plan.step.calls.map { $0.resolved(at: outcome.started) } }
    if isNeeded {
      if isStale { throw ResponseError(.stale, "the plan of the interrupted run is of \(plan.planned)") }
      await session.calls.begin(.act)
      try await act(&outcome)
    }
    await acted()
    await session.calls.begin(.verify)
    try await verify(verification, &outcome)
  }

  /// Refuses a state that is neither the one of the plan nor the wanted one.
  private func checkDrift(
    _ present: Observation, _ verification: Verification, _ isNeeded: Bool
  ) throws(ResponseError) {
    let (planned, now) = (plan.before.state, present.state)
    let changes =
      isNeeded && !isResumed
      ? StateChange.between(planned, now)
      : StateChange.between(verification.unexpected(planned), verification.unexpected(now))
    guard changes.isEmpty else {
      throw ResponseError(.drift, "since the plan was made, \(Verification.words(changes)) changed")
    }
  }

  private func act(_ outcome: inout ResponseOutcome) async throws(ResponseError) {
    var made: [ResponseCall] = []
    defer { if !made.isEmpty { outcome.acted = made } }
    for call in plan.step.calls.map({ $0.resolved(at: outcome.started) }) {
      do throws(AWSError) {
        try await Self.make(call.operation, session.calls)
        made.append(call)
      } catch {
        // Without an answer nobody knows whether the call had its effect: the state tells.
        guard [.connection, .timeout, .malformedResponse, .tooLarge].contains(error.kind) else {
          throw ResponseError(error, missing: Self.missing)
        }
        made.append(call)
      }
    }
  }

  private static let missing: Set<String> = [
    "NoSuchConfigurationRecorderException", "TrailNotFoundException", "NoSuchEntity",
  ]

  private static func make<Operation: AWSOperation>(
    _ operation: Operation, _ calls: CallLog
  ) async throws(AWSError) {
    _ = try await calls.send(operation)
  }

  /// Reads the state until it is the wanted one, something else changed, or the time is over.
  private func verify(
    _ verification: Verification, _ outcome: inout ResponseOutcome
  ) async throws(ResponseError) {
    let deadline = surroundings.now().nanoseconds + settings.verifyTimeout
    while true {
      guard let reason = try await read(verification, &outcome) else { return }
      guard surroundings.now().nanoseconds + settings.verifyInterval <= deadline else {
        let seconds = settings.verifyTimeout / 1_000_000_000
        throw ResponseError(.timeout, "after \(seconds) s and \(outcome.readings) readings, \(reason)")
      }
      do {
        try await surroundings.sleep(.nanoseconds(settings.verifyInterval))
      } catch {
        throw ResponseError(.cancelled, "interrupted while \(reason)")
      }
    }
  }

  /// Reads the state once.
  ///
  /// - Returns: What it lacks; nil when it is the wanted one.
  private func read(
    _ verification: Verification, _ outcome: inout ResponseOutcome
  ) async throws(ResponseError) -> String? {
    outcome.readings += 1
    let state: Observation
    do throws(ResponseError) {
      state = try await session.playbook.observe(plan.subject, with: session.calls)
    } catch {
      // The calls were made: a reading that fails in passing is no reason to give up.
      guard error.kind == .aws else { throw error }
      return "the state cannot be read: \(error.message)"
    }
    outcome.after = state
    switch verification.verdict(state) {
    case .holds: return nil
    case .altered(let words): throw ResponseError(.unverified, words)
    case .notYet(let words): return words
    }
  }

  /// Reads the state after a failure, to report it. When it cannot be read, the failure itself says why.
  private func readOnce(_ outcome: inout ResponseOutcome) async {
    guard outcome.after == nil, outcome.before != nil, outcome.error?.kind != .drift else { return }
    await session.calls.begin(.verify)
    outcome.after = try? await session.playbook.observe(plan.subject, with: session.calls)
    outcome.readings += 1
  }

  private static func resolved(_ value: JSON, at time: Timestamp) -> JSON {
    value.string.map { .string(ResponseCall.resolved($0, at: time)) } ?? value
  }
}

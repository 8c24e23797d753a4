public import AWS
public import Events
public import OrderedCollections

/// Finds out what could be done about alerts and what it would do. Nothing is changed, neither in AWS nor in a store.
public struct ResponsePlanner: Sendable {
  /// What responses may do.
  public let settings: ResponseSettings
  let client: AWSClient
  let surroundings: ResponseSurroundings

  /// A planner.
  ///
  /// - Parameters:
  ///   - client: Makes calls, and takes on the roles of other accounts; its region is replaced by that of each alert.
  ///   - settings: What responses may do.
  ///   - surroundings: Clock, identifiers, files.
  public init(client: AWSClient, settings: ResponseSettings, surroundings: ResponseSurroundings = .process) {
    self.client = client
    self.settings = settings
    self.surroundings = surroundings
  }

  /// What can be done about an alert, by enabled playbooks. AWS is not asked.
  ///
  /// - Throws: `ResponseError` when the document is no alert.
  public func options(for alert: JSONObject) throws(ResponseError) -> [ResponseOption] {
    let facts = try AlertFacts(alert)
    var options: [ResponseOption] = []
    for playbook in Playbooks.all where settings.playbooks.contains(playbook.name) {
      guard let subjects = try? playbook.subjects(of: facts) else { continue }
      options += subjects.map {
        ResponseOption(playbook: playbook.name, title: playbook.title, subject: $0)
      }
    }
    return options
  }

  /// Reads the state and says what would be done.
  ///
  /// - Parameters:
  ///   - playbook: The name of the playbook.
  ///   - alert: The alert's document.
  ///   - subject: The name of the subject; nil for the first that fits.
  ///   - actor: Who asks.
  /// - Returns: The plan.
  /// - Throws: `ResponseError`: the playbook does not fit, a guard rail refuses, the subject does not exist, or a call
  ///   failed.
  public func preview(
    _ playbook: String, for alert: JSONObject, subject: String? = nil, actor: ResponseActor
  ) async throws(ResponseError) -> ResponsePlan {
    let facts = try AlertFacts(alert)
    let found = try Self.playbook(playbook)
    let chosen = try Self.subject(subject, try found.subjects(of: facts))
    let session = try await session(found, chosen)
    return try await plan(facts, chosen, session, actor: actor)
  }

  /// The playbook of a name.
  static func playbook(_ name: String) throws(ResponseError) -> any Playbook {
    guard let playbook = Playbooks.named(name) else {
      throw ResponseError(
        .unknown,
        "no playbook has the name \"\(name.prefix(100))\"; there are \(Playbooks.names.joined(separator: ", "))"
      )
    }
    return playbook
  }

  /// The subject of a name among those that fit.
  static func subject(
    _ name: String?, _ subjects: [ResponseSubject]
  ) throws(ResponseError) -> ResponseSubject {
    guard let subject = subjects.first(where: { name == nil || $0.name == name }) else {
      let names = subjects.map(\.name).joined(separator: ", ")
      throw ResponseError(.unfit, "the alert is not about \"\((name ?? "").prefix(100))\" but about \(names)")
    }
    return subject
  }

  /// The client for an account, with its role taken on, and whose credentials these are.
  func session(
    _ playbook: any Playbook, _ subject: ResponseSubject
  ) async throws(ResponseError) -> ResponseSession {
    var client = client.with(region: subject.region)
    if let account = settings.account(subject.account) {
      client = client.assuming(
        AssumeRole(roleARN: account.roleARN, sessionName: "nightjar-response", externalID: account.externalID)
      )
    }
    let calls = CallLog(client: client, permissions: playbook.permissions, now: surroundings.now)
    let caller = try await ResponseError.of { () throws(AWSError) in
      try await calls.send(GetCallerIdentity())
    }
    return ResponseSession(playbook: playbook, calls: calls, caller: caller)
  }

  /// Reads the state through a session and says what would be done.
  func plan(
    _ facts: AlertFacts, _ subject: ResponseSubject, _ session: ResponseSession, actor: ResponseActor
  ) async throws(ResponseError) -> ResponsePlan {
    let playbook = session.playbook
    // Before anything is read: no call is made in a wrong account.
    try GuardRails.check(
      attempt(playbook.name, subject, rule: facts.ruleID, actor: actor, caller: session.caller),
      GuardRails.planning)
    await session.calls.begin(.observe)
    let before = try await playbook.observe(subject, with: session.calls)
    let step = try playbook.step(for: subject, from: before)
    try GuardRails.check(
      attempt(
        playbook.name, subject, rule: facts.ruleID, actor: actor, caller: session.caller,
        observed: before.principalARN, calls: step.calls), GuardRails.planning)
    return ResponsePlan(
      alert: facts.uuid, rule: facts.ruleID, playbook: playbook.name, subject: subject, undoes: nil,
      step: step, before: before, caller: session.caller.arn,
      planned: surroundings.now(), observed: await session.calls.records)
  }

  /// What guard rails look at.
  func attempt(
    _ playbook: String, _ subject: ResponseSubject, rule: String, actor: ResponseActor,
    caller: GetCallerIdentity.Output, observed: String? = nil, calls: [ResponseCall] = [],
    isUndo: Bool = false, recentAutomatic: Int = 0
  ) -> ResponseAttempt {
    ResponseAttempt(
      playbook: playbook, subject: subject,
      principals: [subject.principalARN, observed].compactMap { $0.flatMap { IAMPrincipalName(arn: $0) } },
      actor: actor, rule: rule, isUndo: isUndo, calls: calls, callerAccount: caller.account,
      callerARN: caller.arn,
      hasKillSwitchFile: settings.killSwitchFile.map(surroundings.fileExists) ?? false,
      recentAutomatic: recentAutomatic, settings: settings)
  }
}

public import AWS
public import Events
public import OrderedCollections
public import Storage

/// Responses from plan to result, kept in the store and in the audit log: what the command line and the server call.
///
/// `options` → `plan` → `approve` → `execute` → `undo`, the last of which is a response of its own with the same steps.
public struct Responder: Sendable {
  /// Finds out what would be done.
  public let planner: ResponsePlanner
  let store: Store

  /// A responder.
  ///
  /// - Parameters:
  ///   - store: Where responses are kept.
  ///   - planner: Finds out what would be done.
  public init(store: Store, planner: ResponsePlanner) {
    self.store = store
    self.planner = planner
  }

  /// A responder.
  public init(
    store: Store, client: AWSClient, settings: ResponseSettings,
    surroundings: ResponseSurroundings = .process
  ) {
    self.init(
      store: store,
      planner: ResponsePlanner(client: client, settings: settings, surroundings: surroundings))
  }

  var surroundings: ResponseSurroundings { planner.surroundings }
  var settings: ResponseSettings { planner.settings }

  /// What can be done about an alert. AWS is not asked.
  ///
  /// - Throws: `ResponseError` when the document is no alert.
  public func options(for alert: JSONObject) throws(ResponseError) -> [ResponseOption] {
    try planner.options(for: alert)
  }

  /// Plans a response and stores the plan. Nothing is changed in AWS.
  ///
  /// - Parameters:
  ///   - playbook: The name of the playbook.
  ///   - alert: The alert's document.
  ///   - subject: The name of the subject; nil for the first that fits.
  ///   - actor: Who asks.
  /// - Returns: The response, `planned`.
  /// - Throws: `ResponseError`. When AWS or a guard rail stopped it, a response that says so is stored, and the error
  ///   names it.
  public func plan(
    _ playbook: String, for alert: JSONObject, subject: String? = nil, actor: ResponseActor
  ) async throws(ResponseError) -> StoredResponse {
    let facts = try AlertFacts(alert)
    let found = try ResponsePlanner.playbook(playbook)
    let chosen = try ResponsePlanner.subject(subject, try found.subjects(of: facts))
    var session: ResponseSession?
    do throws(ResponseError) {
      let opened = try await planner.session(found, chosen)
      session = opened
      return try await insert(try await planner.plan(facts, chosen, opened, actor: actor), actor)
    } catch {
      let records = await session?.calls.records ?? []
      throw try await insert(failure: error, facts, playbook, chosen, records, actor)
    }
  }

  /// Stores a plan.
  func insert(_ plan: ResponsePlan, _ actor: ResponseActor) async throws(ResponseError) -> StoredResponse {
    let id = surroundings.newID()
    let json = plan.json
    return try await write { writer in
      try writer.insertResponse(
        ResponseDraft(
          id: id, alert: plan.alert, playbook: plan.playbook, subject: plan.subject.description,
          account: plan.subject.account, undoes: plan.undoes, requester: actor.description,
          isAutomatic: actor.isAutomatic, plan: json))
      try writer.audit(
        action: "response.plan", subject: id, actor: actor.description,
        details: [
          "alert": .string(plan.alert), "playbook": .string(plan.playbook), "subject": plan.subject.json,
          "undoes": plan.undoes.map { .string($0) } ?? .null, "plan_sha256": .string(ResponsePlan.hash(json)),
          "calls": .array(plan.step.calls.map(\.json)),
        ])
      return try Self.required(writer.response(id), id)
    }
  }

  /// Stores that no plan could be made.
  ///
  /// - Returns: The error with the response that was stored.
  private func insert(
    failure: ResponseError, _ facts: AlertFacts, _ playbook: String, _ subject: ResponseSubject,
    _ records: [CallRecord], _ actor: ResponseActor
  ) async throws(ResponseError) -> ResponseError {
    guard failure.kind != .store else { return failure }
    let id = surroundings.newID()
    let status = failure.kind == .refused ? ResponseStatus.refused : .failed
    let plan: JSON = [
      "alert": .string(facts.uuid), "rule": .string(facts.ruleID), "playbook": .string(playbook),
      "subject": subject.json,
    ]
    try await write { writer in
      try writer.insertResponse(
        ResponseDraft(
          id: id, alert: facts.uuid, playbook: playbook, subject: subject.description,
          account: subject.account, status: status, requester: actor.description,
          isAutomatic: actor.isAutomatic, plan: plan,
          result: [
            "status": .string(status.rawValue), "error": ResponseOutcome.json(failure),
            "calls": .array(records.map(\.json)),
          ]))
      try writer.audit(
        action: "response.\(status.rawValue)", subject: id, actor: actor.description,
        details: [
          "alert": .string(facts.uuid), "playbook": .string(playbook), "subject": subject.json,
          "error": ResponseOutcome.json(failure), "calls": .array(records.map(\.brief)),
        ])
    }
    var error = failure
    error.response = id
    return error
  }

  // MARK: The store

  /// A response by its identifier.
  ///
  /// - Throws: `ResponseError` when there is none.
  public func response(_ id: String) async throws(ResponseError) -> StoredResponse {
    try await read { try Self.required($0.response(id), id) }
  }

  static func required(_ response: StoredResponse?, _ id: String) throws(ResponseError) -> StoredResponse {
    guard let response else {
      throw ResponseError(.unknown, "no response has the identifier \"\(id.prefix(100))\"")
    }
    return response
  }

  func read<Value: Sendable>(
    _ body: @escaping @Sendable (StoreReader) throws -> Value
  ) async throws(ResponseError) -> Value {
    do {
      return try await store.asyncRead(body)
    } catch {
      throw Self.translated(error)
    }
  }

  func write<Value: Sendable>(
    _ body: @escaping @Sendable (StoreWriter) throws -> Value
  ) async throws(ResponseError) -> Value {
    do {
      return try await store.asyncWrite(body)
    } catch {
      throw Self.translated(error)
    }
  }

  private static func translated(_ error: any Error) -> ResponseError {
    error as? ResponseError ?? ResponseError(.store, "\(error)")
  }
}

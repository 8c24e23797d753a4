public import Events
public import OrderedCollections
import Storage

extension Responder {
  /// The rules whose alerts are answered without anybody asking.
  public var automaticRules: Set<String> { Set(settings.automatic.map(\.rule)) }

  /// Does about an alert what is configured for its rule. Each playbook answers an alert once, whatever comes of it:
  /// refusals and failures are stored, and a person decides what follows. What was interrupted is taken up.
  ///
  /// - Parameter alert: The alert's document.
  /// - Returns: What became of each configured response; none when nothing is configured or everything is done already.
  public func respondAutomatically(to alert: JSONObject) async -> [AutomaticOutcome] {
    guard let facts = try? AlertFacts(alert) else { return [] }
    var outcomes: [AutomaticOutcome] = []
    for automatic in settings.automatic where automatic.rule == facts.ruleID {
      do throws(ResponseError) {
        guard let response = try await respond(automatic, facts, alert) else { continue }
        outcomes.append(AutomaticOutcome(automatic: automatic, result: .success(response)))
      } catch {
        outcomes.append(AutomaticOutcome(automatic: automatic, result: .failure(error)))
      }
    }
    return outcomes
  }

  private func respond(
    _ automatic: AutomaticSettings, _ facts: AlertFacts, _ alert: JSONObject
  ) async throws(ResponseError) -> StoredResponse? {
    let actor = ResponseActor.automatic(rule: automatic.rule)
    let stored = try await read { reader in
      try reader.automaticResponse(alert: facts.uuid, playbook: automatic.playbook)
    }
    if let stored, stored.status.isFinal { return nil }
    // One that is not final was interrupted, or is being carried out by somebody else.
    var response =
      if let stored { stored } else { try await plan(automatic.playbook, for: alert, actor: actor) }
    if response.status == .planned { response = try await approve(response.id, actor: actor) }
    return try await execute(response.id, actor: actor)
  }
}

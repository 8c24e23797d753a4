import Events
import OrderedCollections
public import Storage

extension Responder {
  /// Agrees to a plan. When enough persons have, it may be carried out.
  ///
  /// - Parameters:
  ///   - id: The response.
  ///   - actor: Who agrees; must be authenticated. The same person counts once, by whichever means they come.
  /// - Returns: The response, `planned` while approvals are missing, then `approved`.
  /// - Throws: `ResponseError` when it is not waiting for approval, or the actor may not approve it.
  public func approve(_ id: String, actor: ResponseActor) async throws(ResponseError) -> StoredResponse {
    let settings = settings
    return try await write { writer in
      let response = try Self.required(writer.response(id), id)
      guard response.status == .planned else {
        throw ResponseError(.wrongStatus, "the response \(id) is \(response.status.rawValue)")
      }
      if actor.isAutomatic, !response.isAutomatic || response.requester != actor.description {
        throw ResponseError(.refused, "only a person can approve what a person asked for", response: id)
      }
      let hash = ResponsePlan.hash(response.plan)
      let isNew = try writer.insertResponseApproval(id, actor: actor.person, planHash: hash)
      guard isNew else {
        throw ResponseError(
          .notApproved, "\(actor) has approved it already; somebody else must", response: id)
      }
      try writer.audit(
        action: "response.approve", subject: id, actor: actor.description,
        details: ["alert": .string(response.alert), "plan_sha256": .string(hash)])
      if try Self.missingApprovals(Self.required(writer.response(id), id), settings) == 0 {
        _ = try writer.setResponse(id, to: .approved, from: [.planned])
      }
      return try Self.required(writer.response(id), id)
    }
  }

  /// How many approvals a response lacks.
  public func missingApprovals(_ response: StoredResponse) -> Int {
    Self.missingApprovals(response, settings)
  }

  /// Only approvals of the plan as it is stored count.
  static func missingApprovals(_ response: StoredResponse, _ settings: ResponseSettings) -> Int {
    let hash = ResponsePlan.hash(response.plan)
    let valid = response.approvals.count { $0.planHash == hash }
    return max(0, (response.isAutomatic ? 1 : settings.requiredApprovals) - valid)
  }
}

import Events
import Hummingbird
import OrderedCollections
import Response
import Storage

/// The panel with which a response is planned, approved, carried out and taken back.
struct ResponsePanel {
  let site: PageSite
  let context: ServerContext

  /// The values of the panel.
  func values(_ alert: StoredAlert, _ responses: [StoredResponse]) -> PageValues {
    var values: PageValues = ["responses": responses.map(response), "hasResponses": !responses.isEmpty]
    guard let responder = site.responder else {
      values["isOff"] = true
      return values
    }
    do {
      let options = try responder.options(for: alert.document)
      values["options"] = options.map { option in
        [
          "playbook": option.playbook, "title": option.title, "subject": option.subject.description,
          "subjectName": option.subject.name,
        ] as PageValues
      }
      values["hasNoOptions"] = options.isEmpty
    } catch {
      values["refusal"] = error.description
    }
    return values
  }

  private func response(_ response: StoredResponse) -> PageValues {
    let plan = response.plan
    var values: PageValues = [
      "id": response.id, "playbook": response.playbook, "subject": response.subject,
      "status": response.status.rawValue,
      "by": response.requester, "at": AlertRowValues.time(response.created, site.now),
      "effect": plan["effect"]?.string ?? "", "caller": plan["caller"]?.string ?? "",
      "calls": Self.calls(plan["calls"]),
      "changes": Self.changes(plan["changes"]),
      "warnings": (plan["warnings"]?.array ?? []).compactMap(\.string).map { ["words": $0] as PageValues },
      "approvals": response.approvals.map { ["by": $0.actor, "at": TimeText.utc($0.at)] as PageValues },
      "mayApprove": response.status == .planned, "mayExecute": response.status == .approved,
      "mayUndo": [.verified, .failed].contains(response.status)
        && !(response.result?["acted"]?.array ?? []).isEmpty,
    ]
    if let responder = site.responder, response.status == .planned {
      values["missing"] = responder.missingApprovals(response)
    }
    if let result = response.result { values["result"] = Self.result(result) }
    return values
  }

  private static func calls(_ value: JSON?) -> [PageValues] {
    (value?.array ?? []).map { call in
      let service = call["service"]?.string ?? ""
      let name = call["operation"]?.string ?? call["action"]?.string ?? ""
      return [
        "name": service.isEmpty ? name : "\(service):\(name)",
        "parameters": call["parameters"].map { JSONWriter.text($0) } ?? JSONWriter.text(call),
      ]
    }
  }

  private static func changes(_ value: JSON?) -> [PageValues] {
    (value?.array ?? []).map { change in
      func text(_ key: String) -> String {
        guard let value = change[key], value != .null else { return "none" }
        return value.string ?? JSONWriter.text(value)
      }
      return ["field": change["field"]?.string ?? "", "old": text("before"), "new": text("after")]
    }
  }

  private static func result(_ result: JSON) -> PageValues {
    var values: PageValues = [
      "outcome": result["status"]?.string ?? "", "changes": changes(result["changes"]),
      "records": calls(result["acted"]),
      "after": (result["after"]?.object ?? [:]).map { key, value in
        ["field": key, "content": value.string ?? JSONWriter.text(value)] as PageValues
      },
    ]
    if let message = result["error"]?["message"]?.string { values["failure"] = message }
    return values
  }

  // MARK: Actions

  /// Does what a form asks for: `plan`, `approve`, `execute` or `undo`.
  ///
  /// - Returns: The code of the message afterwards.
  /// - Throws: `APIFailure` when it is refused or fails.
  func act(_ form: FormBody, _ alert: StoredAlert) async throws -> String {
    guard let responder = site.responder else {
      throw APIFailure.conflict("responses are not configured: give the server credentials of AWS")
    }
    let actor = try context.require(.respond).responseActor
    let id = form["id"] ?? ""
    do {
      switch form["do"] {
      case "plan":
        _ = try await responder.plan(
          form["playbook"] ?? "", for: alert.document, subject: form["subject"], actor: actor)
        return "planned"
      case "approve":
        _ = try await responder.approve(id, actor: actor)
        return "approved"
      case "execute":
        _ = try await responder.execute(id, actor: actor)
        return "executed"
      case "undo":
        _ = try await responder.undo(id, actor: actor)
        return "undone"
      default: throw APIFailure.bad("there is nothing to do: choose an action")
      }
    } catch let error as ResponseError {
      throw APIFailure.conflict(error.description)
    }
  }
}

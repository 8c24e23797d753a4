public import Events
import GRDB
public import OrderedCollections

/// A response as it is stored.
public struct StoredResponse: Sendable, Hashable {
  /// The place in the order in which responses were stored.
  public let seq: Int64
  /// The identifier.
  public let id: String
  /// `kibana.alert.uuid` of the alert that it answers.
  public let alert: String
  /// The name of the playbook.
  public let playbook: String
  /// What it acts on, for people.
  public let subject: String
  /// The account that it acts in.
  public let account: String
  /// How far it is.
  public let status: ResponseStatus
  /// The response that it takes back; nil when it takes none back.
  public let undoes: String?
  /// Who asked for it.
  public let requester: String
  /// Whether a rule asked for it rather than a person.
  public let isAutomatic: Bool
  /// What would be done.
  public let plan: JSON
  /// What became of it; nil when nothing has yet.
  public let result: JSON?
  /// When it was stored.
  public let created: Timestamp
  /// When its status last changed.
  public let updated: Timestamp
  /// When carrying it out began; nil when it has not.
  public let executed: Timestamp?
  /// Who agreed to it, the first one first.
  public let approvals: [ResponseApproval]

  static let columns = """
    seq, id, alert, playbook, subject, account, status, undoes, requester, automatic, plan, result, created, updated,
    executed
    """

  init(row: Row, approvals: [ResponseApproval]) throws {
    seq = row[0]
    id = row[1]
    alert = row[2]
    playbook = row[3]
    subject = row[4]
    account = row[5]
    guard let status = ResponseStatus(rawValue: row[6]) else {
      throw StoreError(.corrupt, "the response \(id) has a status that is not known")
    }
    self.status = status
    undoes = row[7]
    requester = row[8]
    isAutomatic = row[9]
    plan = try StoredText.value(row[10], "the plan of the response \(id)")
    let resultText: String? = row[11]
    let place = "the result of the response \(id)"
    result = try resultText.map { try StoredText.value($0, place) }
    created = Timestamp(row[12] as Int64)
    updated = Timestamp(row[13] as Int64)
    executed = (row[14] as Int64?).map { Timestamp($0) }
    self.approvals = approvals
  }

  /// The response as an object, as the command line and the server show it.
  public var object: JSONObject {
    func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
    return [
      "id": .string(id), "alert": .string(alert), "playbook": .string(playbook),
      "subject": .string(subject), "account": .string(account), "status": .string(status.rawValue),
      "undoes": optional(undoes), "requested_by": .string(requester), "automatic": .bool(isAutomatic),
      "created": .string(created.description), "updated": .string(updated.description),
      "executed": optional(executed?.description),
      "approvals": .array(
        approvals.map { ["actor": .string($0.actor), "at": .string($0.at.description)] }),
      "plan": plan, "result": result ?? .null,
    ]
  }
}

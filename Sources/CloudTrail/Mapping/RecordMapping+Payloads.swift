import Events
import OrderedCollections

/// What was asked and answered, and which resources it was about.
extension RecordMapping {
  /// A flattened copy is made only of payloads whose text is shorter than this, in UTF-16 units.
  private static let flattenedLimit = 32_766

  mutating func mapPayloads() throws(MappingFailure) {
    let payloads = [
      ("requestParameters", "request_parameters"), ("responseElements", "response_elements"),
      ("additionalEventData", "additional_eventdata"), ("serviceEventDetails", "service_event_details"),
    ]
    for (name, field) in payloads {
      guard let text = payloadText(name) else { continue }
      if options.retain.keepsText { document.set(.trail, field, to: .string(text)) }
      guard text.utf16.count < Self.flattenedLimit, let value = payload(name) else { continue }
      flatten(value, field)
    }
  }

  private mutating func flatten(_ value: JSON, _ field: String) {
    switch options.retain {
    case .all, .flattened: document.set(.flattened, field, to: value)
    case .keyword, .none: return
    case .minimal:
      for (kept, key, object) in Retain.minimalMembers where kept == field {
        if let member = value[key] { document.set(object, key, to: member) }
      }
    }
  }

  /// The name that a user gave to authenticate is moved away, and is then no part of the payload any more.
  private var givesUserName: Bool {
    action == "UserAuthentication"
      && document[.user, "name"] == objects[.additional, "UserName"]
      && objects[.identity, "userName"] == nil
  }

  private func payload(_ name: String) -> JSON? {
    guard name == "additionalEventData", givesUserName, case .object(var members)? = record[name] else {
      return record[name]
    }
    members["UserName"] = nil
    return members.isEmpty ? nil : .object(members)
  }

  private func payloadText(_ name: String) -> String? {
    guard let value = unpruned[name] else { return nil }
    guard name == "additionalEventData", givesUserName, case .object(var members) = value else {
      return PayloadText.text(of: value)
    }
    // The key stays, since it counts for the order of the others.
    members["UserName"] = .null
    return PayloadText.text(of: .object(members))
  }

  mutating func mapResources() {
    guard let resources = record["resources"] else { return }
    guard case .array(let elements) = resources else {
      document.set(.trail, "resources", to: resources)
      return
    }
    var distinct: JSONObject = [:]
    for element in elements {
      guard case .object(let members) = element else { continue }
      let renamed = JSONObject(
        uniqueKeysWithValues: members.map { key, value in (Self.resourceKeys[key] ?? key, value) })
      distinct[Self.resourceIdentity(renamed)] = .object(renamed)
    }
    let order = JavaMapOrder.order(Array(distinct.keys))
    guard !order.isEmpty else { return }
    document.set(.trail, "resources", to: .array(order.map { distinct.elements[$0].value }))
  }

  private static let resourceKeys = ["ARN": "arn", "accountId": "account_id"]

  private static func resourceIdentity(_ resource: JSONObject) -> String {
    ["arn", "account_id", "type"].map { resource[$0].flatMap { PayloadText.text(of: $0) } ?? "" }.joined(
      separator: "_")
  }
}

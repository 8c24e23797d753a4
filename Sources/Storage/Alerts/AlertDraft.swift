public import Events
public import OrderedCollections

/// An alert that is to be stored: its document, and what is read from it.
public struct AlertDraft: Sendable {
  /// The complete document. Kibana's fields have dotted names at the top.
  public let document: JSONObject
  /// `kibana.alert.uuid`.
  public let uuid: String
  /// The exception that explains the alert; nil when there is none.
  public let exception: String?

  let ruleID: String
  let ruleName: String
  let severity: AlertSeverity
  let risk: Int
  let originalTime: Timestamp?
  let created: Timestamp
  let isBuildingBlock: Bool
  let status: AlertStatus
  let reason: String?
  let tags: [String]
  let assignees: [String]

  /// An alert.
  ///
  /// - Parameters:
  ///   - document: The complete document.
  ///   - exception: The exception that explains it; nil when there is none.
  /// - Throws: `StoreError` when the document lacks what every alert has.
  public init(document: JSONObject, exception: String? = nil) throws(StoreError) {
    let document = Self.flattened(document)
    self.document = document
    self.exception = exception
    func text(_ name: String) throws(StoreError) -> String {
      guard let text = document[name]?.string else {
        throw StoreError(.refused, "the alert has no text in \(name)")
      }
      return text
    }
    uuid = try text(AlertName.uuid)
    ruleID = try text(AlertName.ruleID)
    ruleName = try text(AlertName.ruleName)
    guard let severity = AlertSeverity(name: try text(AlertName.severity)) else {
      throw StoreError(.refused, "the alert has no known severity in \(AlertName.severity)")
    }
    self.severity = severity
    guard let created = Timestamp(try text(AlertName.created)) else {
      throw StoreError(.refused, "the alert has no time in \(AlertName.created)")
    }
    self.created = created
    risk = document[AlertName.risk]?.double.map { Int(min(max($0, 0), 100)) } ?? 0
    originalTime = document[AlertName.originalTime]?.string.flatMap { Timestamp($0) }
    var blocks = false
    document[AlertName.buildingBlock]?.forEachScalar(at: []) { _ in blocks = true }
    isBuildingBlock = blocks
    status = document[AlertName.status]?.string.flatMap { AlertStatus(name: $0) } ?? .open
    reason = document[AlertName.reason]?.string
    tags = document[AlertName.tags]?.array?.compactMap(\.string) ?? []
    assignees = document[AlertName.assignees]?.array?.compactMap(\.string) ?? []
  }

  /// The document with the members of a nested `kibana` object at the top, under dotted names.
  private static func flattened(_ document: JSONObject) -> JSONObject {
    guard case .object(let members)? = document["kibana"] else { return document }
    var result = document
    result["kibana"] = nil
    func add(_ members: JSONObject, _ prefix: String) {
      for (key, value) in members {
        if case .object(let inner) = value, prefix != "kibana.alert.rule" {
          add(inner, "\(prefix).\(key)")
        } else if result["\(prefix).\(key)"] == nil {
          result["\(prefix).\(key)"] = value
        }
      }
    }
    add(members, "kibana")
    return result
  }

  /// What the document has for a field with a column.
  func value(_ field: AlertField) -> AlertColumn {
    var found: [String] = []
    let path = field.rawValue.split(separator: ".").map(String.init)
    JSON.object(document).forEachScalar(at: path[...]) { value in
      switch value {
      case .string(let text): found.append(text)
      case .number(let number): found.append(number.text)
      case .bool(let flag): found.append(flag ? "true" : "false")
      case .null, .array, .object: return
      }
    }
    guard let first = found.first else { return .absent }
    return found.count == 1 && first.utf8.count <= 1024 && !first.utf8.contains(0) ? .text(first) : .unknown
  }
}

/// What a column says of a field.
enum AlertColumn: Sendable, Hashable {
  case absent
  case unknown
  case text(String)

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }
}

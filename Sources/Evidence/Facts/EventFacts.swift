public import Detection
public import Events
public import OrderedCollections

/// What investigations ask of an event: who, what, where, with what outcome, and the payloads as they were.
///
/// Meanings of fields: the CloudTrail record contents
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
public struct EventFacts: Sendable {
  /// What tells the event from every other.
  public let identity: EventIdentity
  /// When it happened.
  public let time: Timestamp
  /// The service, such as `iam.amazonaws.com`.
  public let provider: String
  /// The call, such as `CreateUser`.
  public let action: String
  /// Whether the call succeeded.
  public let succeeded: Bool
  /// The error of a call that failed.
  public let errorCode: String?
  /// The message of that error.
  public let errorMessage: String?
  /// The account in which it happened.
  public let account: String
  /// The region in which it was recorded.
  public let region: String
  /// Who did it.
  public let actor: Actor
  /// Whether the call changed nothing; nil when the event does not say it.
  public let readOnly: Bool?
  /// Whether it is a management event; nil when the event does not say it.
  public let isManagement: Bool?
  /// `requestParameters`.
  public let request: JSON?
  /// `responseElements`.
  public let response: JSON?
  /// `additionalEventData`.
  public let additional: JSON?
  /// The raw record, where the document holds it.
  public let record: JSON?
  /// `resources`: their types and names.
  public let resources: [ResourceReference]

  /// The facts of an event.
  public init(_ event: EvidenceEvent) {
    self.init(event.document, identity: event.identity, time: event.time)
  }

  /// The facts of a document.
  public init(_ document: JSONObject, identity: EventIdentity, time: Timestamp) {
    self.identity = identity
    self.time = time
    let record = FieldText.first(document, "event.original").flatMap { try? JSONReader.read($0) }
    self.record = record?.object == nil ? nil : record
    func text(_ path: String) -> String? { FieldText.first(document, path) }
    provider = text("event.provider") ?? ""
    action = text("event.action") ?? ""
    errorCode = text("aws.cloudtrail.error_code")
    errorMessage = text("aws.cloudtrail.error_message")
    succeeded = text("event.outcome").map { $0 == "success" } ?? (errorCode == nil)
    account =
      text("aws.cloudtrail.recipient_account_id") ?? text("cloud.account.id")
      ?? record?["recipientAccountId"]?.string ?? ""
    region = text("cloud.region") ?? ""
    actor = Actor(document, record: record)
    readOnly = text("aws.cloudtrail.read_only").map { $0 == "true" }
    isManagement = text("aws.cloudtrail.management_event").map { $0 == "true" }
    func payload(_ key: String, _ field: String) -> JSON? {
      if let record, record.object != nil { return record[key].flatMap { $0 == .null ? nil : $0 } }
      return document[path: "aws.cloudtrail.flattened.\(field)"]
    }
    request = payload("requestParameters", "request_parameters")
    response = payload("responseElements", "response_elements")
    additional = payload("additionalEventData", "additional_eventdata")
    resources = Self.resources(document)
  }

  private static func resources(_ document: JSONObject) -> [ResourceReference] {
    let listed = document[path: "aws.cloudtrail.resources"]
    let elements = listed?.array ?? listed.map { [$0] } ?? []
    return elements.prefix(100).compactMap { element in
      guard let arn = element["arn"]?.string else { return nil }
      return ResourceReference(type: element["type"]?.string ?? "", id: arn)
    }
  }

  /// Whether the call changed something. Where the event does not say it, its name does.
  public var isChange: Bool {
    if let readOnly { return !readOnly }
    return !Self.readingVerbs.contains { action.hasPrefix($0) }
  }

  private static let readingVerbs = [
    "Get", "List", "Describe", "Head", "Lookup", "Search", "Query", "Scan", "BatchGet", "Select", "View",
    "Check", "Validate", "Preview", "Simulate", "Estimate", "Test", "AssumeRole", "ConsoleLogin",
    "Generate", "Decrypt", "Encrypt", "Verify", "Sign",
  ]

  /// The short name of the service, such as `iam`.
  public var service: String {
    provider.hasSuffix(".amazonaws.com") ? String(provider.dropLast(14)) : provider
  }

  /// Service and call, such as `iam:CreateUser`.
  public var call: String { "\(service):\(Self.plainAction(action))" }

  /// A call without the version that some services put behind its name, such as `20150331v2`.
  static func plainAction(_ action: String) -> String {
    guard let digit = action.firstIndex(where: \.isNumber) else { return action }
    let tail = action[digit...]
    let isVersion = tail.count >= 8 && tail.prefix(8).allSatisfy(\.isNumber)
    return isVersion ? String(action[..<digit]).trimmingSuffix("_") : action
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}

import Events
import OrderedCollections

/// What happened, when and where.
extension RecordMapping {
  /// The fields that do not depend on the record.
  mutating func prepare(original: String) {
    let time = JSON.string(options.ingested.description)
    document["@timestamp"] = time
    document["ecs"] = ["version": "8.11.0"]
    document["data_stream"] = ["type": "logs", "dataset": "aws.cloudtrail", "namespace": "default"]
    document["event"] = [
      "dataset": "aws.cloudtrail", "module": "aws", "created": time, "ingested": time,
      "original": .string(original), "kind": "event", "type": ["info"], "outcome": "success",
    ]
    document["cloud"] = ["provider": "aws"]
    document["tags"] = ["preserve_original_event", "actor_target_mapping", "forwarded", "aws-cloudtrail"]
  }

  mutating func mapTime() {
    guard let value = record["eventTime"] else { return }
    guard let time = value.string.flatMap({ Timestamp($0) }) else {
      fail("eventTime is not a date: \(JSONWriter.text(value))")
      return
    }
    document["@timestamp"] = .string(time.description)
  }

  /// The name of the event as text; nil when there is none.
  var action: String? {
    guard let value = record["eventName"] else { return nil }
    return switch value {
    case .string(let text): text
    case .number(let number): JavaNumber.text(number)
    case .bool(let flag): flag ? "true" : "false"
    case .null, .array, .object: PayloadText.text(of: value)
    }
  }

  mutating func mapEntities() throws(MappingFailure) {
    guard let action else { return }
    try EntityRules.apply(to: &document, record: record, action: action)
  }

  mutating func mapEvent() throws(MappingFailure) {
    if let source = text("eventSource"), let service = Self.service(source) {
      document.set("cloud.service.name", to: .string(service))
    }
    try move("eventSource", to: "event.provider")
    if let action { document.set("event.action", to: .string(action)) }
    try move("eventCategory", to: "aws.cloudtrail.event_category")
    if action == "UserAuthentication" { try moveIfUnset("additionalEventData.UserName", to: "user.name") }
    try move("awsRegion", to: "cloud.region")
    try move("errorCode", to: "aws.cloudtrail.error_code")
    try move("errorMessage", to: "aws.cloudtrail.error_message")
  }

  /// The part of a source in front of the first `.amazonaws.com`, when it ends with that.
  private static func service(_ source: String) -> String? {
    let domain = ".amazonaws.com"
    guard source.hasSuffix(domain) else { return nil }
    var end = source.utf8.startIndex
    while !source.utf8[end...].starts(with: domain.utf8) { end = source.utf8.index(after: end) }
    return String(source[..<end])
  }

  mutating func mapRest() throws(MappingFailure) {
    try move(
      [
        ("requestID", "request_id"), ("eventType", "event_type"), ("apiVersion", "api_version"),
        ("readOnly", "read_only"), ("recipientAccountId", "recipient_account_id"),
        ("vpcEndpointId", "vpc_endpoint_id"), ("vpcEndpointAccountId", "vpc_endpoint_account_id"),
        ("addendum.reason", "addendum.reason"), ("addendum.updatedFields", "addendum.updated_fields"),
        ("addendum.originalRequestID", "addendum.original_request_id"),
        ("addendum.originalEventID", "addendum.original_event_id"),
      ], from: "", to: "aws.cloudtrail.")
    try move("eventID", to: "event.id")
    try moveIfUnset("recipientAccountId", to: "cloud.account.id")
    try move(
      record["sharedEventID"] == nil ? "sharedEventId" : "sharedEventID", to: "aws.cloudtrail.shared_event_id"
    )
    if let management = record["managementEvent"] {
      document.set("aws.cloudtrail.management_event", to: .string(PayloadText.text(of: management) ?? ""))
    }
    append(text("requestParameters.userName"), to: "related.user")
    append(text("requestParameters.newUserName"), to: "related.user")
    append(text("responseElements.user.userId"), to: "related.user")
    mapConsoleLogin()
  }

  private mutating func mapConsoleLogin() {
    guard action == "ConsoleLogin" else { return }
    let target = "aws.cloudtrail.console_login.additional_eventdata."
    for (name, field) in [("MobileVersion", "mobile_version"), ("MFAUsed", "mfa_used")] {
      guard let value = record[path: "additionalEventData.\(name)"] else { continue }
      document.set(target + field, to: .bool(value != "No"))
    }
    if let value = record[path: "additionalEventData.LoginTo"] {
      document.set(target + "login_to", to: value)
    }
  }

  mutating func categorise() {
    let failed = record["errorCode"] != nil || record["errorMessage"] != nil
    document.set("event.outcome", to: failed ? "failure" : "success")
    guard let action else { return }
    if action == "ConsoleLogin", let result = record[path: "responseElements.ConsoleLogin"] {
      document.set("event.outcome", to: .string((PayloadText.text(of: result) ?? "").lowercased()))
    }
    guard let row = ActionCategories.row(for: action) else { return }
    document.set("event.category", to: .array(row.category.map { .string($0) }))
    document.set("event.type", to: .array(row.type.map { .string($0) }))
  }
}

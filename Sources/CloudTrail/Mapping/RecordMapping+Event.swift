import Events
import OrderedCollections

/// What happened, when and where.
extension RecordMapping {
  /// The fields that do not depend on the record, for records that are read at a time.
  static func constants(ingested: Timestamp) -> DocumentBuilder {
    let time = JSON.string(ingested.description)
    var document = DocumentBuilder()
    document.set(.root, "@timestamp", to: time)
    document.set(.ecs, "version", to: "8.11.0")
    for (key, value) in [("type", "logs"), ("dataset", "aws.cloudtrail"), ("namespace", "default")] {
      document.set(.dataStream, key, to: .string(value))
    }
    let event: [(String, JSON)] = [
      ("dataset", "aws.cloudtrail"), ("module", "aws"), ("created", time), ("ingested", time),
      ("original", "-"), ("kind", "event"), ("type", ["info"]), ("outcome", "success"),
    ]
    for (key, value) in event { document.set(.event, key, to: value) }
    document.set(.cloud, "provider", to: "aws")
    document.set(
      .root, "tags", to: ["preserve_original_event", "actor_target_mapping", "forwarded", "aws-cloudtrail"])
    document.reserve(.root, 24)
    document.reserve(.event, 16)
    return document
  }

  mutating func mapTime() {
    guard let value = record["eventTime"] else { return }
    guard let time = value.string.flatMap({ Timestamp($0) }) else {
      fail("eventTime is not a date: \(JSONWriter.text(value))")
      return
    }
    document.set(.root, "@timestamp", to: .string(time.description))
  }

  /// The text of an event's name.
  static func action(_ name: JSON?) -> String? {
    guard let value = name else { return nil }
    return switch value {
    case .string(let text): text
    case .number(let number): JavaNumber.text(number)
    case .bool(let flag): flag ? "true" : "false"
    case .null, .array, .object: PayloadText.text(of: value)
    }
  }

  func entityFields() throws(MappingFailure) -> [EntityField] {
    guard let action else { return [] }
    return try EntityRules.fields(record: record, objects: objects, action: action)
  }

  mutating func mapEntities() throws(MappingFailure) {
    for field in try entityFields() { document.set(field.object, field.name, to: field.value) }
  }

  mutating func mapEvent() throws(MappingFailure) {
    if let source = text(.root, "eventSource"), let service = Self.service(source) {
      document.set(.cloudService, "name", to: .string(service))
    }
    try move(.root, "eventSource", to: .event, "provider")
    if let action { document.set(.event, "action", to: .string(action)) }
    try move(.root, "eventCategory", to: .trail, "event_category")
    if action == "UserAuthentication" { try moveIfUnset(.additional, "UserName", to: .user, "name") }
    try move(.root, "awsRegion", to: .cloud, "region")
    try move(.root, "errorCode", to: .trail, "error_code")
    try move(.root, "errorMessage", to: .trail, "error_message")
  }

  /// The part of a source in front of the first `.amazonaws.com`, when it ends with that.
  private static func service(_ source: String) -> String? {
    let domain: StaticString = ".amazonaws.com"
    guard source.hasSuffix(".amazonaws.com"), let end = source.byteEnd(of: domain) else {
      return nil
    }
    return String(Substring(source.utf8.prefix(end - domain.utf8CodeUnitCount)))
  }

  mutating func mapRest() throws(MappingFailure) {
    try move(Self.restMoves)
    try move(.root, "eventID", to: .event, "id")
    try moveIfUnset(.root, "recipientAccountId", to: .cloudAccount, "id")
    let shared = record["sharedEventID"] == nil ? "sharedEventId" : "sharedEventID"
    try move(.root, shared, to: .trail, "shared_event_id")
    if let management = record["managementEvent"] {
      document.set(.trail, "management_event", to: .string(PayloadText.text(of: management) ?? ""))
    }
    append(text(.request, "userName"), to: .related, "user")
    append(text(.request, "newUserName"), to: .related, "user")
    append(text(.responseUser, "userId"), to: .related, "user")
    mapConsoleLogin()
  }

  private static let restMoves: [Move] = [
    (.root, "requestID", .trail, "request_id"), (.root, "eventType", .trail, "event_type"),
    (.root, "apiVersion", .trail, "api_version"), (.root, "readOnly", .trail, "read_only"),
    (.root, "recipientAccountId", .trail, "recipient_account_id"),
    (.root, "vpcEndpointId", .trail, "vpc_endpoint_id"),
    (.root, "vpcEndpointAccountId", .trail, "vpc_endpoint_account_id"),
    (.addendum, "reason", .addendum, "reason"), (.addendum, "updatedFields", .addendum, "updated_fields"),
    (.addendum, "originalRequestID", .addendum, "original_request_id"),
    (.addendum, "originalEventID", .addendum, "original_event_id"),
  ]

  private mutating func mapConsoleLogin() {
    guard action == "ConsoleLogin" else { return }
    for (name, field) in [("MobileVersion", "mobile_version"), ("MFAUsed", "mfa_used")] {
      guard let value = objects[.additional, name] else { continue }
      document.set(.consoleLoginData, field, to: .bool(value != "No"))
    }
    if let value = objects[.additional, "LoginTo"] {
      document.set(.consoleLoginData, "login_to", to: value)
    }
  }

  mutating func categorise() {
    let failed = record["errorCode"] != nil || record["errorMessage"] != nil
    document.set(.event, "outcome", to: failed ? "failure" : "success")
    guard let action else { return }
    if action == "ConsoleLogin", let result = objects[.response, "ConsoleLogin"] {
      document.set(.event, "outcome", to: .string((PayloadText.text(of: result) ?? "").lowercased()))
    }
    guard let row = ActionCategories.row(for: action) else { return }
    document.set(.event, "category", to: row.categoryValue)
    document.set(.event, "type", to: row.typeValue)
  }
}

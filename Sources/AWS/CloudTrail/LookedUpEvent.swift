public import Events

/// An event of the last 90 days.
public struct LookedUpEvent: Sendable, Hashable {
  /// The identifier.
  public let eventID: String
  /// The action.
  public let eventName: String?
  /// The service.
  public let eventSource: String?
  /// When it happened.
  public let eventTime: Timestamp?
  /// Who did it.
  public let username: String?
  /// The key it was done with.
  public let accessKeyID: String?
  /// Whether it changed nothing.
  public let isReadOnly: Bool?
  /// The CloudTrail record, as JSON.
  public let record: String

  init(_ json: JSON) throws(AWSDecodingError) {
    eventID = try json.text("EventId")
    eventName = json["EventName"]?.string
    eventSource = json["EventSource"]?.string
    eventTime = json.time("EventTime")
    username = json["Username"]?.string
    accessKeyID = json["AccessKeyId"]?.string
    isReadOnly = json["ReadOnly"]?.string.map { $0 == "true" }
    record = try json.text("CloudTrailEvent")
  }
}

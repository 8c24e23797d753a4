public import Events
public import OrderedCollections

/// Looks up management events of the region and the last 90 days, latest first. The service allows two calls a second.
public struct LookupEvents: AWSJSONOperation, AWSPagedOperation {
  /// What the list is of.
  public typealias Item = LookedUpEvent

  /// What the call gives.
  public typealias Output = AWSPage<LookedUpEvent>

  /// The service.
  public static let service = AWSService.cloudTrail

  /// What events are looked up by; nil for all events.
  public var attribute: Attribute?
  /// The start of the time asked for.
  public var startTime: Timestamp?
  /// The end of the time asked for.
  public var endTime: Timestamp?
  /// Whether Insights events are looked up instead.
  public var isInsight: Bool
  /// The most events of a page, 1 to 50.
  public var maxResults: Int
  /// The token of the page before.
  public var nextToken: String?

  /// Events of a time.
  public init(
    attribute: Attribute? = nil, startTime: Timestamp? = nil, endTime: Timestamp? = nil,
    isInsight: Bool = false, maxResults: Int = 50, nextToken: String? = nil
  ) {
    self.attribute = attribute
    self.startTime = startTime
    self.endTime = endTime
    self.isInsight = isInsight
    self.maxResults = maxResults
    self.nextToken = nextToken
  }

  /// What events can be looked up by; one at a time.
  public enum Attribute: Sendable, Hashable {
    case eventID(String)
    case eventName(String)
    case eventSource(String)
    case username(String)
    case accessKeyID(String)
    case resourceName(String)
    case resourceType(String)
    case readOnly(Bool)

    fileprivate var pair: (key: String, value: String) {
      switch self {
      case .eventID(let value): ("EventId", value)
      case .eventName(let value): ("EventName", value)
      case .eventSource(let value): ("EventSource", value)
      case .username(let value): ("Username", value)
      case .accessKeyID(let value): ("AccessKeyId", value)
      case .resourceName(let value): ("ResourceName", value)
      case .resourceType(let value): ("ResourceType", value)
      case .readOnly(let value): ("ReadOnly", value ? "true" : "false")
      }
    }
  }

  /// The members of the request.
  public var input: JSONObject {
    var input: JSONObject = ["MaxResults": .number(JSONNumber(maxResults))]
    if let pair = attribute?.pair {
      input["LookupAttributes"] = [
        ["AttributeKey": .string(pair.key), "AttributeValue": .string(pair.value)]
      ]
    }
    input.set("StartTime", seconds: startTime)
    input.set("EndTime", seconds: endTime)
    if isInsight { input["EventCategory"] = "insight" }
    input.set("NextToken", nextToken)
    return input
  }

  /// A page of events.
  public func output(json: JSON) throws(AWSDecodingError) -> AWSPage<LookedUpEvent> {
    var events: [LookedUpEvent] = []
    for entry in json.list("Events") { events.append(try LookedUpEvent(entry)) }
    return AWSPage(events, nextToken: json["NextToken"]?.string)
  }
}

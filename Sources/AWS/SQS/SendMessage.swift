public import Events
public import OrderedCollections

/// Sends a message to a queue.
public struct SendMessage: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = String

  /// The service.
  public static let service = AWSService.sqs

  /// The URL of the queue.
  public var queueURL: String
  /// The body, up to 1 MiB.
  public var body: String
  /// Attributes of type `String`.
  public var attributes: [String: String]
  /// The group, for FIFO queues.
  public var groupID: String?
  /// What FIFO queues recognise a message by that was sent before.
  public var deduplicationID: String?

  /// A message.
  public init(
    queueURL: String, body: String, attributes: [String: String] = [:], groupID: String? = nil,
    deduplicationID: String? = nil
  ) {
    self.queueURL = queueURL
    self.body = body
    self.attributes = attributes
    self.groupID = groupID
    self.deduplicationID = deduplicationID
  }

  /// The members of the request.
  public var input: JSONObject {
    var input: JSONObject = ["QueueUrl": .string(queueURL), "MessageBody": .string(body)]
    if !attributes.isEmpty {
      var members: JSONObject = [:]
      for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
        members[name] = ["DataType": "String", "StringValue": .string(value)]
      }
      input["MessageAttributes"] = .object(members)
    }
    input.set("MessageGroupId", groupID)
    input.set("MessageDeduplicationId", deduplicationID)
    return input
  }

  /// The identifier of the message.
  public func output(json: JSON) throws(AWSDecodingError) -> String { try json.text("MessageId") }
}

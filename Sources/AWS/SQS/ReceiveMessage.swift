public import Events
public import OrderedCollections

/// Takes up to ten messages from a queue.
public struct ReceiveMessage: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = [SQSMessage]

  /// The service.
  public static let service = AWSService.sqs

  /// The URL of the queue.
  public var queueURL: String
  /// The most messages, 1 to 10.
  public var maximumMessages: Int
  /// How long to wait for the first message, 0 to 20 seconds.
  public var waitSeconds: Int
  /// How long others do not get the messages; nil for the queue's own setting.
  public var visibilitySeconds: Int?

  /// A receipt.
  public init(
    queueURL: String, maximumMessages: Int = 10, waitSeconds: Int = 20, visibilitySeconds: Int? = nil
  ) {
    self.queueURL = queueURL
    self.maximumMessages = maximumMessages
    self.waitSeconds = waitSeconds
    self.visibilitySeconds = visibilitySeconds
  }

  /// The members of the request.
  public var input: JSONObject {
    var input: JSONObject = [
      "QueueUrl": .string(queueURL), "MaxNumberOfMessages": .number(JSONNumber(maximumMessages)),
      "WaitTimeSeconds": .number(JSONNumber(waitSeconds)),
      // `AttributeNames` is the older name of the same; servers of other makers know one or the other.
      "MessageSystemAttributeNames": ["ApproximateReceiveCount", "SentTimestamp"],
      "AttributeNames": ["ApproximateReceiveCount", "SentTimestamp"],
    ]
    input.set("VisibilityTimeout", visibilitySeconds)
    return input
  }

  /// The messages.
  public func output(json: JSON) throws(AWSDecodingError) -> [SQSMessage] {
    var messages: [SQSMessage] = []
    for entry in json.list("Messages") {
      let attributes = entry.map("Attributes")
      messages.append(
        SQSMessage(
          messageID: try entry.text("MessageId"), receiptHandle: try entry.text("ReceiptHandle"),
          body: entry["Body"]?.string ?? "",
          receiveCount: attributes["ApproximateReceiveCount"].flatMap { Int($0) } ?? 1,
          sentTimestamp: attributes["SentTimestamp"].flatMap { Int($0) }))
    }
    return messages
  }
}

/// Sends a message to a topic.
public struct Publish: AWSQueryOperation {
  /// What the call gives.
  public typealias Output = String

  /// The service.
  public static let service = AWSService.sns

  /// The topic.
  public var topicARN: String
  /// The message.
  public var message: String
  /// The subject line of e-mail subscriptions, up to 100 characters.
  public var subject: String?
  /// Attributes of type `String`, which subscriptions filter by.
  public var attributes: [String: String]
  /// The group, for FIFO topics.
  public var groupID: String?
  /// What FIFO topics recognise a message by that was sent before.
  public var deduplicationID: String?

  /// A message.
  public init(
    topicARN: String, message: String, subject: String? = nil, attributes: [String: String] = [:],
    groupID: String? = nil, deduplicationID: String? = nil
  ) {
    self.topicARN = topicARN
    self.message = message
    self.subject = subject
    self.attributes = attributes
    self.groupID = groupID
    self.deduplicationID = deduplicationID
  }

  /// The parameters.
  public var parameters: [(name: String, value: String)] {
    var parameters = QueryParameters()
    parameters.set("TopicArn", topicARN)
    parameters.set("Message", message)
    parameters.set("Subject", subject)
    for (index, attribute) in attributes.sorted(by: { $0.key < $1.key }).enumerated() {
      let prefix = "MessageAttributes.entry.\(index + 1)"
      parameters.set("\(prefix).Name", attribute.key)
      parameters.set("\(prefix).Value.DataType", "String")
      parameters.set("\(prefix).Value.StringValue", attribute.value)
    }
    parameters.set("MessageGroupId", groupID)
    parameters.set("MessageDeduplicationId", deduplicationID)
    return parameters.all
  }

  /// The identifier of the message.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) -> String {
    guard let result else { throw AWSDecodingError("the answer lacks PublishResult") }
    return try result.required("MessageId")
  }
}

/// A message that was received.
public struct SQSMessage: Sendable, Hashable {
  /// The identifier of the message.
  public let messageID: String
  /// What this receipt of the message is deleted and extended by.
  public let receiptHandle: String
  /// The body.
  public let body: String
  /// How often the message has been received, this time among them.
  public let receiveCount: Int
  /// When the message was sent, in milliseconds since 1970.
  public let sentTimestamp: Int?

  /// A message.
  public init(
    messageID: String, receiptHandle: String, body: String, receiveCount: Int = 1, sentTimestamp: Int? = nil
  ) {
    self.messageID = messageID
    self.receiptHandle = receiptHandle
    self.body = body
    self.receiveCount = receiveCount
    self.sentTimestamp = sentTimestamp
  }
}

public import Events
public import OrderedCollections

/// Sets how long, from now, others do not get a message that was received.
public struct ChangeMessageVisibility: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = Void

  /// The service.
  public static let service = AWSService.sqs

  /// The URL of the queue.
  public var queueURL: String
  /// The handle of the latest receipt.
  public var receiptHandle: String
  /// Seconds from now, 0 to 43,200. 0 gives the message back at once.
  public var visibilitySeconds: Int

  /// A message and its time.
  public init(queueURL: String, receiptHandle: String, visibilitySeconds: Int) {
    self.queueURL = queueURL
    self.receiptHandle = receiptHandle
    self.visibilitySeconds = visibilitySeconds
  }

  /// The members of the request.
  public var input: JSONObject {
    [
      "QueueUrl": .string(queueURL), "ReceiptHandle": .string(receiptHandle),
      "VisibilityTimeout": .number(JSONNumber(visibilitySeconds)),
    ]
  }

  /// Nothing.
  public func output(json: JSON) throws(AWSDecodingError) {}
}

public import Events
public import OrderedCollections

/// Removes a message from its queue.
public struct DeleteMessage: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = Void

  /// The service.
  public static let service = AWSService.sqs

  /// The URL of the queue.
  public var queueURL: String
  /// The handle of the latest receipt.
  public var receiptHandle: String

  /// A message to remove.
  public init(queueURL: String, receiptHandle: String) {
    self.queueURL = queueURL
    self.receiptHandle = receiptHandle
  }

  /// The members of the request.
  public var input: JSONObject {
    ["QueueUrl": .string(queueURL), "ReceiptHandle": .string(receiptHandle)]
  }

  /// Nothing.
  public func output(json: JSON) throws(AWSDecodingError) {}
}

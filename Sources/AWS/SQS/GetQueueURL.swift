public import Events
public import OrderedCollections

/// Finds the URL of a queue by its name.
public struct GetQueueURL: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = String

  /// The service.
  public static let service = AWSService.sqs

  /// The name of the queue.
  public var queueName: String
  /// The account that owns the queue; nil for the caller's own.
  public var ownerAccountID: String?

  /// A queue.
  public init(queueName: String, ownerAccountID: String? = nil) {
    self.queueName = queueName
    self.ownerAccountID = ownerAccountID
  }

  /// The name of the operation.
  public var operationName: String { "GetQueueUrl" }

  /// The members of the request.
  public var input: JSONObject {
    var input: JSONObject = ["QueueName": .string(queueName)]
    input.set("QueueOwnerAWSAccountId", ownerAccountID)
    return input
  }

  /// The URL.
  public func output(json: JSON) throws(AWSDecodingError) -> String { try json.text("QueueUrl") }
}

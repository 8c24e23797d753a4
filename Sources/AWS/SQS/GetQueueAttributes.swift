public import Events
public import OrderedCollections

/// Reads the attributes of a queue.
public struct GetQueueAttributes: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = [String: String]

  /// The service.
  public static let service = AWSService.sqs

  /// The URL of the queue.
  public var queueURL: String
  /// The names of the attributes.
  public var attributeNames: [String]

  /// The attributes of a queue, all of them unless some are named.
  public init(queueURL: String, attributeNames: [String] = ["All"]) {
    self.queueURL = queueURL
    self.attributeNames = attributeNames
  }

  /// The members of the request.
  public var input: JSONObject {
    ["QueueUrl": .string(queueURL), "AttributeNames": .array(attributeNames.map { .string($0) })]
  }

  /// The values by name.
  public func output(json: JSON) throws(AWSDecodingError) -> [String: String] { json.map("Attributes") }
}

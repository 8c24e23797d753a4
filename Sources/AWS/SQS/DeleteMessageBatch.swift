public import Events
public import OrderedCollections

/// Removes up to ten messages from a queue.
public struct DeleteMessageBatch: AWSJSONOperation {
  /// A message that was not removed.
  public struct Failure: Sendable, Hashable {
    /// The number of the message in the request, from 0.
    public let index: Int
    /// The code of the error.
    public let code: String
    /// The error in words.
    public let message: String
  }

  /// What the call gives.
  public typealias Output = [Failure]

  /// The service.
  public static let service = AWSService.sqs

  /// The URL of the queue.
  public var queueURL: String
  /// The handles of the latest receipts, one to ten.
  public var receiptHandles: [String]

  /// Messages to remove.
  public init(queueURL: String, receiptHandles: [String]) {
    self.queueURL = queueURL
    self.receiptHandles = receiptHandles
  }

  /// The members of the request.
  public var input: JSONObject {
    let entries = receiptHandles.enumerated().map { index, handle -> JSON in
      ["Id": .string("\(index)"), "ReceiptHandle": .string(handle)]
    }
    return ["QueueUrl": .string(queueURL), "Entries": .array(entries)]
  }

  /// The messages that were not removed.
  public func output(json: JSON) throws(AWSDecodingError) -> [Failure] {
    var failures: [Failure] = []
    for entry in json.list("Failed") {
      guard let index = Int(try entry.text("Id")), receiptHandles.indices.contains(index) else {
        throw AWSDecodingError("the answer names an unknown entry")
      }
      failures.append(
        Failure(index: index, code: try entry.text("Code"), message: entry["Message"]?.string ?? ""))
    }
    return failures
  }
}

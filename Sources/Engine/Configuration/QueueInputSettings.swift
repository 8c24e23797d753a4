import OrderedCollections
import Rules

/// A queue with notifications of a bucket: `[[input.sqs]]`.
public struct QueueInputSettings: Sendable, Hashable {
  /// The URL of the queue.
  public let queueURL: String
  /// The region of the queue; nil for the one in its URL or in the configuration.
  public let region: String?
  /// A role to assume; nil for none.
  public let roleARN: String?
  /// After so many deliveries a message that cannot be read is set aside.
  public let maximumReceives: Int
  /// How long nobody else gets a message that is worked on, in seconds; it is extended while the work lasts.
  public let visibility: Int

  init(_ table: FieldReader) throws(FieldError) {
    try table.refuseUnknown(["queue_url", "region", "role_arn", "maximum_receives", "visibility"])
    queueURL = try table.requiredString("queue_url")
    region = try table.string("region")
    roleARN = try table.string("role_arn")
    maximumReceives = try table.integer("maximum_receives", in: 1...1000) ?? 5
    visibility = try table.integer("visibility", in: 1...43_200) ?? 120
  }
}

import Events

/// Where AWS Config delivers what it records.
public struct DeliveryChannel: Sendable, Hashable {
  /// The name.
  public let name: String
  /// The bucket.
  public let s3BucketName: String?
  /// What its keys begin with.
  public let s3KeyPrefix: String?
  /// The key that objects are encrypted with.
  public let s3KMSKeyARN: String?
  /// The topic that is told of deliveries.
  public let snsTopicARN: String?
  /// How often snapshots are delivered, such as `TwentyFour_Hours`.
  public let deliveryFrequency: String?

  init(_ json: JSON) throws(AWSDecodingError) {
    name = try json.text("name")
    s3BucketName = json["s3BucketName"]?.string
    s3KeyPrefix = json["s3KeyPrefix"]?.string
    s3KMSKeyARN = json["s3KmsKeyArn"]?.string
    snsTopicARN = json["snsTopicARN"]?.string
    deliveryFrequency = json[path: "configSnapshotDeliveryProperties.deliveryFrequency"]?.string
  }
}

import Events

/// A trail.
public struct Trail: Sendable, Hashable {
  /// The name.
  public let name: String
  /// The ARN.
  public let arn: String?
  /// The region in which the trail was made, and in which it is changed.
  public let homeRegion: String?
  /// The bucket that it delivers to.
  public let s3BucketName: String?
  /// What its keys begin with in front of `AWSLogs`.
  public let s3KeyPrefix: String?
  /// The topic that is told of deliveries.
  public let snsTopicARN: String?
  /// The key that files are encrypted with.
  public let kmsKeyID: String?
  /// The CloudWatch log group that it delivers to as well.
  public let logGroupARN: String?
  /// Whether it records all regions.
  public let isMultiRegion: Bool
  /// Whether it records all accounts of the organisation.
  public let isOrganizationTrail: Bool
  /// Whether it records services without a region, such as IAM.
  public let includesGlobalServiceEvents: Bool
  /// Whether digest files are written.
  public let isLogFileValidationEnabled: Bool
  /// Whether somebody chose which events are recorded.
  public let hasCustomEventSelectors: Bool

  init(_ json: JSON) throws(AWSDecodingError) {
    name = try json.text("Name")
    arn = json["TrailARN"]?.string
    homeRegion = json["HomeRegion"]?.string
    s3BucketName = json["S3BucketName"]?.string
    s3KeyPrefix = json["S3KeyPrefix"]?.string
    snsTopicARN = json["SnsTopicARN"]?.string
    kmsKeyID = json["KmsKeyId"]?.string
    logGroupARN = json["CloudWatchLogsLogGroupArn"]?.string
    isMultiRegion = json["IsMultiRegionTrail"]?.bool ?? false
    isOrganizationTrail = json["IsOrganizationTrail"]?.bool ?? false
    includesGlobalServiceEvents = json["IncludeGlobalServiceEvents"]?.bool ?? false
    isLogFileValidationEnabled = json["LogFileValidationEnabled"]?.bool ?? false
    hasCustomEventSelectors = json["HasCustomEventSelectors"]?.bool ?? false
  }
}

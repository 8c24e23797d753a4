public import Events

/// What a trail does at present.
public struct TrailStatus: Sendable, Hashable {
  /// Whether it records.
  public let isLogging: Bool
  /// When it was last started.
  public let startLoggingTime: Timestamp?
  /// When it was last stopped.
  public let stopLoggingTime: Timestamp?
  /// When a file last reached the bucket.
  public let latestDeliveryTime: Timestamp?
  /// The code with which the bucket last refused a file.
  public let latestDeliveryError: String?
  /// When a digest file last reached the bucket.
  public let latestDigestDeliveryTime: Timestamp?
  /// The code with which the bucket last refused a digest file.
  public let latestDigestDeliveryError: String?
  /// The code with which the topic last refused a message.
  public let latestNotificationError: String?

  init(_ json: JSON) throws(AWSDecodingError) {
    isLogging = try json.flag("IsLogging")
    startLoggingTime = json.time("StartLoggingTime")
    stopLoggingTime = json.time("StopLoggingTime")
    latestDeliveryTime = json.time("LatestDeliveryTime")
    latestDeliveryError = json["LatestDeliveryError"]?.string
    latestDigestDeliveryTime = json.time("LatestDigestDeliveryTime")
    latestDigestDeliveryError = json["LatestDigestDeliveryError"]?.string
    latestNotificationError = json["LatestNotificationError"]?.string
  }
}

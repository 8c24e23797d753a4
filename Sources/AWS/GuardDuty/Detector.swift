public import Events

/// A GuardDuty detector.
public struct Detector: Sendable, Hashable {
  /// Whether it looks for threats.
  public let isEnabled: Bool
  /// How often updates of findings are published, such as `SIX_HOURS`.
  public let findingPublishingFrequency: String?
  /// The role that it reads with.
  public let serviceRole: String?
  /// When it was made.
  public let createdAt: String?
  /// When it was last changed.
  public let updatedAt: String?
  /// The protection plans, as the service writes them.
  public let features: [JSON]

  init(_ json: JSON) throws(AWSDecodingError) {
    isEnabled = try json.text("status") == "ENABLED"
    findingPublishingFrequency = json["findingPublishingFrequency"]?.string
    serviceRole = json["serviceRole"]?.string
    createdAt = json["createdAt"]?.string
    updatedAt = json["updatedAt"]?.string
    features = json.list("features")
  }
}

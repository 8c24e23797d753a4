public import Events
public import OrderedCollections

/// Changes a detector. What is nil stays as it is.
public struct UpdateDetector: AWSRESTOperation {
  /// What the call gives.
  public typealias Output = Void

  /// The service.
  public static let service = AWSService.guardDuty

  /// The identifier.
  public var detectorID: String
  /// Whether it is to look for threats.
  public var isEnabled: Bool?
  /// How often updates of findings are published.
  public var findingPublishingFrequency: String?

  /// A change of a detector.
  public init(detectorID: String, isEnabled: Bool? = nil, findingPublishingFrequency: String? = nil) {
    self.detectorID = detectorID
    self.isEnabled = isEnabled
    self.findingPublishingFrequency = findingPublishingFrequency
  }

  /// The HTTP method.
  public var method: String { "POST" }

  /// The path.
  public var path: String { "/detector/\(detectorID)" }

  /// The members of the body.
  public var input: JSONObject? {
    var input: JSONObject = [:]
    if let isEnabled { input["enable"] = .bool(isEnabled) }
    input.set("findingPublishingFrequency", findingPublishingFrequency)
    return input
  }

  /// Nothing.
  public func output(json: JSON) throws(AWSDecodingError) {}
}

public import Events

/// Reads a detector.
public struct GetDetector: AWSRESTOperation {
  /// What the call gives.
  public typealias Output = Detector

  /// The service.
  public static let service = AWSService.guardDuty

  /// The identifier.
  public var detectorID: String

  /// A detector.
  public init(detectorID: String) {
    self.detectorID = detectorID
  }

  /// The HTTP method.
  public var method: String { "GET" }

  /// The path.
  public var path: String { "/detector/\(detectorID)" }

  /// The detector.
  public func output(json: JSON) throws(AWSDecodingError) -> Detector {
    try Detector(json)
  }
}

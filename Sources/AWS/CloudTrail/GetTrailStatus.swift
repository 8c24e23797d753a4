public import Events
public import OrderedCollections

/// Tells whether a trail records.
public struct GetTrailStatus: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = TrailStatus

  /// The service.
  public static let service = AWSService.cloudTrail

  /// The name in the home region, or the ARN.
  public var trailName: String

  /// A trail.
  public init(trailName: String) {
    self.trailName = trailName
  }

  /// The members of the request.
  public var input: JSONObject {
    ["Name": .string(trailName)]
  }

  /// The status.
  public func output(json: JSON) throws(AWSDecodingError) -> TrailStatus {
    try TrailStatus(json)
  }
}

public import Events
public import OrderedCollections

/// Makes a trail stop recording.
public struct StopLogging: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = Void

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

  /// Nothing.
  public func output(json: JSON) throws(AWSDecodingError) {}
}

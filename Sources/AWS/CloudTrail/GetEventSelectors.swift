public import Events
public import OrderedCollections

/// Reads which events a trail records.
public struct GetEventSelectors: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = TrailEventSelectors

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
    ["TrailName": .string(trailName)]
  }

  /// The selectors.
  public func output(json: JSON) throws(AWSDecodingError) -> TrailEventSelectors {
    TrailEventSelectors(
      trailARN: json["TrailARN"]?.string, eventSelectors: json.list("EventSelectors"),
      advancedEventSelectors: json.list("AdvancedEventSelectors"))
  }
}

public import Events
public import OrderedCollections

/// Reads the trails that record the region.
public struct DescribeTrails: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = [Trail]

  /// The service.
  public static let service = AWSService.cloudTrail

  /// Names or ARNs; none for all.
  public var trailNames: [String]
  /// Whether trails of other home regions and of the organisation are named too.
  public var includesShadowTrails: Bool

  /// The trails of these names.
  public init(trailNames: [String] = [], includesShadowTrails: Bool = true) {
    self.trailNames = trailNames
    self.includesShadowTrails = includesShadowTrails
  }

  /// The members of the request.
  public var input: JSONObject {
    var input: JSONObject = ["includeShadowTrails": .bool(includesShadowTrails)]
    if !trailNames.isEmpty { input.set("trailNameList", trailNames) }
    return input
  }

  /// The trails.
  public func output(json: JSON) throws(AWSDecodingError) -> [Trail] {
    var trails: [Trail] = []
    for entry in json.list("trailList") { trails.append(try Trail(entry)) }
    return trails
  }
}

public import Events

/// Which events a trail records, as the service writes it. A trail has selectors of one kind only.
public struct TrailEventSelectors: Sendable, Hashable {
  /// The ARN of the trail.
  public let trailARN: String?
  /// Basic selectors.
  public let eventSelectors: [JSON]
  /// Advanced selectors.
  public let advancedEventSelectors: [JSON]
}

/// What makes digests one chain: a trail, as seen from one account and region. Backfill digests have a chain of their own.
public struct DigestChainID: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The account whose events the logs have; for an organisation's trail the member account.
  public let account: String
  /// The region whose events the logs have.
  public let region: String
  /// The name of the trail.
  public let trail: String
  /// The region in which the trail was made; its keys sign the digests.
  public let homeRegion: String
  /// Whether these are the digests of log files that missed their hour.
  public let isBackfill: Bool

  /// A chain from its parts.
  public init(account: String, region: String, trail: String, homeRegion: String, isBackfill: Bool) {
    self.account = account
    self.region = region
    self.trail = trail
    self.homeRegion = homeRegion
    self.isBackfill = isBackfill
  }

  private var parts: [String] { [account, region, trail, homeRegion, isBackfill ? "1" : "0"] }

  /// Orders by account, region and trail; the backfill digests of a trail follow the others.
  public static func < (left: Self, right: Self) -> Bool {
    left.parts.lexicographicallyPrecedes(right.parts)
  }

  /// The chain for people.
  public var description: String {
    "trail \(trail) of \(homeRegion), account \(account), region \(region)\(isBackfill ? ", backfill" : "")"
  }
}

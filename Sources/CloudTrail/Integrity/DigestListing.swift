/// A digest that a source has.
public struct DigestListing: Sendable, Hashable {
  /// Where it lies. The bucket is empty when the source cannot tell: then what the digest says holds.
  public let location: ObjectLocation
  /// What the key says.
  public let key: DigestKey

  /// A digest in a source; nil when the key is not that of a digest.
  public init?(_ location: ObjectLocation) {
    guard let key = DigestKey(location.key) else { return nil }
    self.location = location
    self.key = key
  }
}

/// Where digests and log files come from: a local copy of a bucket, or S3 itself.
public protocol DigestSource: Sendable {
  /// All digests there are, in any order.
  func digests() async throws(DigestSourceError) -> [DigestListing]

  /// All log files there are, to find those that no digest lists. A source that cannot tell returns none.
  func logFiles() async throws(DigestSourceError) -> [ObjectLocation]

  /// The bytes of an object as they are stored; nil when there is no such object.
  func object(at location: ObjectLocation) async throws(DigestSourceError) -> [UInt8]?

  /// The metadata of a digest; nil when the source has none.
  func metadata(of location: ObjectLocation) async throws(DigestSourceError) -> DigestMetadataLookup
}

/// What a source knows of the metadata of a digest.
public enum DigestMetadataLookup: Sendable, Hashable {
  /// The metadata.
  case found(DigestMetadata)
  /// There is none: in a local copy nobody saved it.
  case none
  /// There is something, but no signature can be read from it.
  case invalid(IntegrityReason)
}

public import Events

/// An object of a listing.
public struct S3Object: Sendable, Hashable {
  /// The key.
  public let key: String
  /// The size in bytes.
  public let size: Int
  /// When the object was written.
  public let lastModified: Timestamp?
  /// The entity tag, with its quotes.
  public let eTag: String?
  /// The storage class; nil for the standard one.
  public let storageClass: String?

  /// An object of a listing.
  public init(
    key: String, size: Int, lastModified: Timestamp? = nil, eTag: String? = nil, storageClass: String? = nil
  ) {
    self.key = key
    self.size = size
    self.lastModified = lastModified
    self.eTag = eTag
    self.storageClass = storageClass
  }
}

/// The place of an object in S3.
public struct ObjectLocation: Sendable, Hashable, CustomStringConvertible {
  /// The bucket; empty when a local copy does not tell it.
  public let bucket: String
  /// The key.
  public let key: String

  /// A place from bucket and key.
  public init(bucket: String, key: String) {
    self.bucket = bucket
    self.key = key
  }

  /// The place as `s3://bucket/key`, or the key alone.
  public var description: String { bucket.isEmpty ? key : "s3://\(bucket)/\(key)" }
}

/// One object of a bucket.
public struct S3ObjectReference: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The bucket.
  public let bucket: String
  /// The key.
  public let key: String
  /// The size in bytes, where it is known.
  public let size: Int?
  /// The version; nil for the latest one.
  public let versionID: String?

  /// An object.
  public init(bucket: String, key: String, size: Int? = nil, versionID: String? = nil) {
    self.bucket = bucket
    self.key = key
    self.size = size
    self.versionID = versionID
  }

  /// The text that names the object.
  public var description: String { "s3://\(bucket)/\(key)" }

  /// Whether the object can hold events: digest and Insights files lie beside CloudTrail's log files, and keys that end
  /// in a slash stand for folders.
  public var canHoldEvents: Bool {
    !key.hasSuffix("/") && !key.contains("/CloudTrail-Digest/") && !key.contains("/CloudTrail-Insight/")
  }
}

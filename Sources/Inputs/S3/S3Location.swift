/// A place in S3 as command lines name it: `s3://bucket/prefix`.
public struct S3Location: Sendable, Hashable, CustomStringConvertible {
  /// The bucket.
  public let bucket: String
  /// What keys begin with, or a whole key; empty for the whole bucket.
  public let prefix: String

  /// A place.
  public init(bucket: String, prefix: String) {
    self.bucket = bucket
    self.prefix = prefix
  }

  /// Reads `s3://bucket/prefix`; nil when the text is something else or names no valid bucket.
  public init?(_ text: String) {
    guard text.hasPrefix("s3://") else { return nil }
    let rest = text.dropFirst(5)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    let bucket = String(rest[..<slash])
    guard (3...255).contains(bucket.utf8.count), bucket.utf8.allSatisfy(Self.isBucketByte) else { return nil }
    self.bucket = bucket
    prefix = slash == rest.endIndex ? "" : String(rest[rest.index(after: slash)...])
  }

  /// The text that names the place.
  public var description: String { "s3://\(bucket)/\(prefix)" }

  private static func isBucketByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._".utf8.contains(byte)
    }
  }
}

/// A separate part of AWS with its own accounts, regions and names.
public struct AWSPartition: Sendable, Hashable {
  /// The name in ARNs, such as `aws`.
  public let name: String
  /// What the names of its hosts end in.
  public let domain: String
  /// The region and the host label in front of the domain under which IAM is reached.
  let iam: (region: String, host: String)
  /// The region under which Organizations is reached.
  let organizationsRegion: String

  /// The commercial partition.
  public static let aws = AWSPartition(
    name: "aws", domain: "amazonaws.com", iam: ("us-east-1", "iam"), organizationsRegion: "us-east-1")
  /// China.
  public static let china = AWSPartition(
    name: "aws-cn", domain: "amazonaws.com.cn", iam: ("cn-north-1", "iam.cn-north-1"),
    organizationsRegion: "cn-northwest-1")
  /// GovCloud (US).
  public static let usGovernment = AWSPartition(
    name: "aws-us-gov", domain: "amazonaws.com", iam: ("us-gov-west-1", "iam.us-gov"),
    organizationsRegion: "us-gov-west-1")

  /// The partition that a region belongs to.
  public static func of(region: String) -> AWSPartition {
    if region.hasPrefix("cn-") { return .china }
    return region.hasPrefix("us-gov-") ? .usGovernment : .aws
  }

  /// Whether a text can be the name of a region: lower-case letters, digits and hyphens.
  public static func isRegion(_ text: String) -> Bool {
    (1...63).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
  }

  /// Partitions are the same when their names are.
  public static func == (left: Self, right: Self) -> Bool { left.name == right.name }
  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

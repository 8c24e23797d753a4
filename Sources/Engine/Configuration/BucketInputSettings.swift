import Events
import OrderedCollections
import Rules

/// A bucket that is listed: `[[input.s3]]`.
public struct BucketInputSettings: Sendable, Hashable {
  /// The bucket.
  public let bucket: String
  /// What the keys begin with, up to `AWSLogs/`.
  public let prefix: String
  /// The region of the bucket; nil for that of the configuration.
  public let region: String?
  /// The first day that is read, as `yyyy-mm-dd`; nil for the day on which the input is first used.
  public let since: String?
  /// The time between two listings, in nanoseconds.
  public let interval: Int64
  /// A role to assume; nil for none.
  public let roleARN: String?

  init(_ table: FieldReader) throws(FieldError) {
    try table.refuseUnknown(["bucket", "prefix", "region", "since", "interval", "role_arn"])
    bucket = try table.requiredString("bucket")
    prefix = try table.string("prefix") ?? ""
    region = try table.string("region")
    roleARN = try table.string("role_arn")
    since = try table.string("since")
    if let since, Timestamp(since) == nil {
      throw FieldError(table.name("since"), "must be a day such as 2026-10-14")
    }
    let text = try table.string("interval") ?? "5m"
    guard let length = Schedule.nanoseconds(text) else {
      throw FieldError(table.name("interval"), "must be a length of time such as 5m")
    }
    interval = length
  }
}

/// Where a trail puts the log files of one account and region: `[PREFIX/]AWSLogs/[o-ORG/]ACCOUNT/CloudTrail/REGION/`.
///
/// Source: AWS CloudTrail User Guide, "Finding your CloudTrail log files".
public struct CloudTrailFolder: Sendable, Hashable {
  /// The bucket.
  public let bucket: String
  /// The beginning of all keys, with a slash at its end.
  public let prefix: String
  /// The account.
  public let account: String
  /// The region.
  public let region: String

  init(bucket: String, parent: String, account: String, region: String) {
    self.bucket = bucket
    self.account = account
    self.region = region
    prefix = "\(parent)\(account)/CloudTrail/\(region)/"
  }

  /// The name of its checkpoint.
  var checkpointName: String { "s3:\(bucket)/\(prefix)" }

  /// The time in the name of a log file, `20260301T0005Z`; nil for other keys of the folder.
  ///
  /// Names are `ACCOUNT_CloudTrail_REGION_20260301T0005Z_RANDOM.json.gz`, below `YYYY/MM/DD/`.
  func stamp(of key: String) -> String? {
    guard key.hasPrefix(prefix) else { return nil }
    let parts = key.dropFirst(prefix.count).split(separator: "/")
    guard parts.count == 4, let name = parts.last else { return nil }
    let beginning = "\(account)_CloudTrail_\(region)_"
    guard name.hasPrefix(beginning) else { return nil }
    let stamp = name.dropFirst(beginning.count).prefix(14)
    guard stamp.utf8.count == 14, stamp.last == "Z" else { return nil }
    return String(stamp)
  }

  /// What comes before all keys of log files of a time or later.
  func startAfter(stamp: String) -> String {
    let digits = Array(stamp)
    guard digits.count >= 8 else { return prefix }
    let day = "\(String(digits[0..<4]))/\(String(digits[4..<6]))/\(String(digits[6..<8]))/"
    return "\(prefix)\(day)\(account)_CloudTrail_\(region)_\(stamp)"
  }
}

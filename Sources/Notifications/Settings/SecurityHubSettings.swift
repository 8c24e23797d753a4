import AWS

/// AWS Security Hub CSPM, which takes findings of the account's own default product.
public struct SecurityHubSettings: Sendable {
  let account: String
  let region: String

  static let keys = ["account", "region"]

  init(_ reader: SettingsReader) throws(SettingsError) {
    account = try reader.requiredLine("account")
    guard account.utf8.count == 12, account.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw SettingsError(reader.name("account"), "must be a number of 12 digits, as a text")
    }
    region = try reader.requiredLine("region")
  }

  /// Where findings are imported to.
  var productARN: String {
    let partition = AWSPartition.of(region: region).name
    return "arn:\(partition):securityhub:\(region):\(account):product/\(account)/default"
  }
}

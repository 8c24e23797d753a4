/// A topic of Amazon SNS.
public struct SNSSettings: Sendable {
  let topicARN: String
  let region: String
  let format: PayloadFormat

  static let keys = ["topic_arn", "format"]

  init(_ reader: SettingsReader) throws(SettingsError) {
    topicARN = try reader.requiredLine("topic_arn")
    let parts = topicARN.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "sns", !parts[3].isEmpty else {
      throw SettingsError(
        reader.name("topic_arn"), "must be an ARN such as arn:aws:sns:eu-west-1:111122223333:alerts")
    }
    region = String(parts[3])
    format = try reader.choice("format", PayloadFormat.self) ?? .native
  }
}

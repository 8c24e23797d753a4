import Foundation

/// A queue of Amazon SQS.
public struct SQSSettings: Sendable {
  let queueURL: String
  let region: String
  let format: PayloadFormat

  static let keys = ["queue_url", "region", "format"]

  init(_ reader: SettingsReader) throws(SettingsError) {
    queueURL = try reader.requiredLine("queue_url")
    guard let url = URL(string: queueURL), let host = url.host(percentEncoded: false), !host.isEmpty else {
      throw SettingsError(reader.name("queue_url"), "must be the URL of a queue")
    }
    let parts = host.split(separator: ".")
    let named = parts.count > 2 && parts[0] == "sqs" ? String(parts[1]) : nil
    guard let region = try reader.line("region") ?? named else {
      throw SettingsError(reader.name("region"), "is missing, and the URL names none")
    }
    self.region = region
    format = try reader.choice("format", PayloadFormat.self) ?? .native
  }
}

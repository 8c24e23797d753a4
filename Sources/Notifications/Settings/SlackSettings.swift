/// An incoming webhook of Slack, whose address is a secret.
public struct SlackSettings: Sendable {
  let target: HTTPTarget
  let template: AlertTemplate?

  static let keys = HTTPTarget.keys + ["template"]

  init(_ reader: SettingsReader) throws(SettingsError) {
    target = try HTTPTarget(reader, isSecret: true)
    template = try AlertTemplate.read(reader, "template", .text)
  }
}

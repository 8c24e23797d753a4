/// A file that notices are appended to, a line each.
public struct FileSettings: Sendable {
  let path: String
  let format: PayloadFormat

  static let keys = ["path", "format"]

  init(_ reader: SettingsReader) throws(SettingsError) {
    path = try reader.requiredText("path")
    format = try reader.choice("format", PayloadFormat.self) ?? .native
  }
}

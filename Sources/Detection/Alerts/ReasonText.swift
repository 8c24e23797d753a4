/// The sentence in `kibana.alert.reason`. Its parts are those of Kibana's alert reason; a part without a value is left out.
enum ReasonText {
  /// The fields that the sentence is made of.
  enum Field: Int, CaseIterable {
    case category, process, parent, file, sourceAddress, sourcePort, destinationAddress, destinationPort
    case user, host

    /// The path of the field.
    var path: String { Self.paths[rawValue] }

    private static let paths = [
      "event.category", "process.name", "process.parent.name", "file.name", "source.ip", "source.port",
      "destination.ip", "destination.port", "user.name", "host.name",
    ]
  }

  /// The sentence, from the first text of each field.
  static func text(severity: String, ruleName: String, _ first: (Field) -> String?) -> String {
    var text = first(.category).map { "\($0) event" } ?? "event"
    var with: [String] = []
    append(&with, "process", first(.process))
    append(&with, "parent process", first(.parent))
    append(&with, "file", first(.file))
    append(&with, "source", endpoint(first, .sourceAddress, .sourcePort))
    append(&with, "destination", endpoint(first, .destinationAddress, .destinationPort))
    if !with.isEmpty { text += " with \(with.joined(separator: ", "))," }
    if let user = first(.user) { text += " by \(user)" }
    if let host = first(.host) { text += " on \(host)" }
    text += " created "
    text += severity
    text += " alert "
    text += ruleName
    text += "."
    return text
  }

  private static func append(_ parts: inout [String], _ label: String, _ value: String?) {
    if let value { parts.append("\(label) \(value)") }
  }

  private static func endpoint(_ first: (Field) -> String?, _ address: Field, _ port: Field) -> String? {
    guard let address = first(address) else { return nil }
    return first(port).map { "\(address):\($0)" } ?? address
  }
}

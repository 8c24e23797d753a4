/// The sentence in `kibana.alert.reason`. Its parts are those of Kibana's alert reason; a part without a value is left out.
enum ReasonText {
  /// The fields that the sentence is made of.
  static let fields = [
    "event.category", "process.name", "process.parent.name", "file.name", "source.ip", "source.port",
    "destination.ip", "destination.port", "user.name", "host.name",
  ]

  /// The sentence, from the first text of each field.
  static func text(severity: String, ruleName: String, _ first: (String) -> String?) -> String {
    var text = first("event.category").map { "\($0) event" } ?? "event"
    var with: [String] = []
    append(&with, "process", first("process.name"))
    append(&with, "parent process", first("process.parent.name"))
    append(&with, "file", first("file.name"))
    append(&with, "source", endpoint(first, "source.ip", "source.port"))
    append(&with, "destination", endpoint(first, "destination.ip", "destination.port"))
    if !with.isEmpty { text += " with \(with.joined(separator: ", "))," }
    if let user = first("user.name") { text += " by \(user)" }
    if let host = first("host.name") { text += " on \(host)" }
    return text + " created \(severity) alert \(ruleName)."
  }

  private static func append(_ parts: inout [String], _ label: String, _ value: String?) {
    if let value { parts.append("\(label) \(value)") }
  }

  private static func endpoint(_ first: (String) -> String?, _ address: String, _ port: String) -> String? {
    guard let address = first(address) else { return nil }
    return first(port).map { "\(address):\($0)" } ?? address
  }
}

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

  /// Most sentences are no longer, in bytes.
  private static let usualLength = 192

  /// The sentence, from the first text of each field.
  static func text(severity: String, ruleName: String, _ first: (Field) -> String?) -> String {
    var text = ""
    text.reserveCapacity(usualLength)
    if let category = first(.category) {
      text += category
      text += " "
    }
    text += "event"
    var hasParts = false
    append(&text, &hasParts, "process ", first(.process))
    append(&text, &hasParts, "parent process ", first(.parent))
    append(&text, &hasParts, "file ", first(.file))
    append(&text, &hasParts, "source ", first(.sourceAddress), port: first(.sourcePort))
    append(&text, &hasParts, "destination ", first(.destinationAddress), port: first(.destinationPort))
    if hasParts { text += "," }
    append(&text, " by ", first(.user))
    append(&text, " on ", first(.host))
    text += " created "
    text += severity
    text += " alert "
    text += ruleName
    text += "."
    return text
  }

  private static func append(_ text: inout String, _ label: String, _ value: String?) {
    guard let value else { return }
    text += label
    text += value
  }

  /// Adds one of the parts that follow "with".
  private static func append(
    _ text: inout String, _ hasParts: inout Bool, _ label: String, _ value: String?, port: String? = nil
  ) {
    guard let value else { return }
    text += hasParts ? ", " : " with "
    hasParts = true
    append(&text, label, value)
    append(&text, ":", port)
  }
}

import Events

/// The sentence in `kibana.alert.reason`. Its parts are those of Kibana's alert reason; a part without a value is left out.
enum ReasonText {
  static func text(document: JSONObject, severity: String, ruleName: String) -> String {
    let category = first(document, "event.category")
    var parts: [String] = [category.map { "\($0) event" } ?? "event"]
    var with: [String] = []
    append(&with, "process", first(document, "process.name"))
    append(&with, "parent process", first(document, "process.parent.name"))
    append(&with, "file", first(document, "file.name"))
    append(&with, "source", endpoint(document, "source"))
    append(&with, "destination", endpoint(document, "destination"))
    if !with.isEmpty { parts.append("with " + with.joined(separator: ", ") + ",") }
    if let user = first(document, "user.name") { parts.append("by \(user)") }
    if let host = first(document, "host.name") { parts.append("on \(host)") }
    parts.append("created \(severity) alert \(ruleName).")
    return parts.joined(separator: " ")
  }

  private static func append(_ parts: inout [String], _ label: String, _ value: String?) {
    if let value { parts.append("\(label) \(value)") }
  }

  private static func endpoint(_ document: JSONObject, _ side: String) -> String? {
    guard let address = first(document, "\(side).ip") else { return nil }
    return first(document, "\(side).port").map { "\(address):\($0)" } ?? address
  }

  private static func first(_ document: JSONObject, _ path: String) -> String? {
    FieldLookup.texts(document, path).first
  }
}

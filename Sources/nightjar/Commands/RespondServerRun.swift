import Events
import OrderedCollections

/// `nightjar respond` on a server: the same steps, which the server carries out with its own credentials. What comes back is
/// printed as JSON.
struct RespondServerRun {
  let command: RespondCommand
  let client: ServerClient

  func run() throws {
    try AlertsChange.reporting {
      if command.list { return try list() }
      if let id = command.response { return try act(on: id) }
      guard let prefix = command.alert else { return }
      let alert = try AlertsChange.find(prefix, client)
      let playbook = try command.action ?? firstOption(alert)
      let planned = try client.json(
        "POST", ["api", "nightjar", "alerts", alert, "responses"],
        body: ["playbook": .string(playbook), "subject": command.subject.map { .string($0) } ?? .null])
      guard command.execute, let id = planned["id"]?.string else { return show(planned) }
      _ = try post(id, "_approve")
      show(try post(id, "_execute"))
    }
  }

  private func list() throws {
    let query = try command.alert.map { [("alert", try AlertsChange.find($0, client))] } ?? []
    show(try client.json("GET", ["api", "nightjar", "responses"], query: query))
  }

  private func act(on id: String) throws {
    var answer = try client.json("GET", ["api", "nightjar", "responses", id])
    var subject = id
    if command.approve { answer = try post(id, "_approve") }
    if command.undo {
      answer = try post(id, "_undo")
      subject = answer["id"]?.string ?? id
    }
    if command.execute { answer = try post(subject, "_execute") }
    show(answer)
  }

  /// The first thing that can be done about an alert.
  private func firstOption(_ alert: String) throws -> String {
    let answer = try client.json("GET", ["api", "nightjar", "alerts", alert, "responses"])
    guard let playbook = answer["options"]?.array?.first?["playbook"]?.string else {
      throw AlertsChange.Refusal(description: "no playbook fits the alert \(alert); name one with --action")
    }
    return playbook
  }

  private func post(_ id: String, _ step: String) throws -> JSON {
    try client.json("POST", ["api", "nightjar", "responses", id, step])
  }

  private func show(_ value: JSON) {
    Output.line(JSONWriter.text(value, indented: true))
  }
}

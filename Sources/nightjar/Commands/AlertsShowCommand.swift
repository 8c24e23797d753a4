import ArgumentParser
import Events
import OrderedCollections
import Storage

struct AlertsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print the document of an alert and what was done about it.")

  @Argument(help: ArgumentHelp("The alert: its kibana.alert.uuid, or its first characters.", valueName: "alert"))
  var alert: String

  @OptionGroup var source: AlertSourceOptions

  func run() throws {
    try AlertsChange.reporting {
      switch try source.source() {
      case .store(let store):
        let uuid = try AlertsChange.find(alert, store)
        let (document, history) = try store.read { reader in
          (try reader.alert(uuid)?.document ?? [:], try reader.alertHistory(uuid))
        }
        Output.line(
          JSONWriter.text(
            ["alert": .object(document), "history": .array(history.map(Self.shown))], indented: true))
      case .server(let client):
        let uuid = try AlertsChange.find(alert, client)
        let answer = try client.json("GET", ["api", "nightjar", "alerts", uuid])
        Output.line(
          JSONWriter.text(["alert": answer["alert"] ?? .null, "history": answer["history"] ?? []], indented: true))
      }
    }
  }

  private static func shown(_ change: AlertChange) -> JSON {
    [
      "at": .string(change.at.description), "actor": .string(change.actor), "kind": .string(change.kind.rawValue),
      "old": change.old.map { .string($0) } ?? .null, "new": change.new.map { .string($0) } ?? .null,
    ]
  }
}

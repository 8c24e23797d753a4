import ArgumentParser
import Events
import OrderedCollections
import Storage

struct AlertsAckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ack", abstract: "Note that somebody looks at alerts.")

  @Argument(help: ArgumentHelp("The alerts, by the first characters of their identifiers.", valueName: "alert"))
  var alerts: [String]

  @Option(help: ArgumentHelp("Words to keep with the alerts.", valueName: "text"))
  var note: String?

  @OptionGroup var source: AlertSourceOptions

  func run() throws {
    try AlertsChange.reporting {
      try AlertsChange.run(
        alerts, .acknowledge, action: "alert.acknowledge", body: ["status": "acknowledged"], note: note,
        try source.source())
    }
  }
}

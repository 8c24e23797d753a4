import ArgumentParser
import Events
import OrderedCollections
import Storage

struct AlertsCloseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Note that the work on alerts is done, and why.")

  @Argument(help: ArgumentHelp("The alerts, by the first characters of their identifiers.", valueName: "alert"))
  var alerts: [String]

  @Option(help: ArgumentHelp("Why: \(CloseReason.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "reason"))
  var reason: String

  @Option(help: ArgumentHelp("Words to keep with the alerts.", valueName: "text"))
  var note: String?

  @OptionGroup var source: AlertSourceOptions

  func validate() throws {
    guard CloseReason(rawValue: reason) != nil else {
      let known = CloseReason.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--reason \(reason) is unknown; there are \(known)")
    }
  }

  func run() throws {
    guard let reason = CloseReason(rawValue: reason) else { return }
    try AlertsChange.reporting {
      try AlertsChange.run(
        alerts, .close(reason), action: "alert.close", body: ["status": "closed", "reason": .string(reason.rawValue)],
        note: note, try source.source())
    }
  }
}

import ArgumentParser

struct AlertsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts",
    abstract: "List alerts, look at one, and note what became of them.",
    discussion: """
      Works on the data folder of a server, whether it runs or not, or with --server on a server elsewhere.

      EXAMPLES:
        nightjar alerts list --status open --min-severity high
        nightjar alerts list --data /var/lib/nightjar --output ndjson
        nightjar alerts show 3f1c
        nightjar alerts ack 3f1c 7a90
        nightjar alerts close 3f1c --reason false_positive
        nightjar alerts list --server https://nightjar.example.org
      """,
    subcommands: [AlertsListCommand.self, AlertsShowCommand.self, AlertsAckCommand.self, AlertsCloseCommand.self],
    defaultSubcommand: AlertsListCommand.self)
}

import ArgumentParser
import Detection
import Foundation

@main
struct NightjarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nightjar",
    abstract: "Detect attacks in AWS CloudTrail with Elastic's detection rules, without the Elastic Stack.",
    discussion: """
      EXAMPLES:
        nightjar scan ./AWSLogs                      alerts of the built-in rules in a folder of CloudTrail files
        nightjar scan ./AWSLogs -r ./rules --output html -o report.html
        nightjar investigate ALERT --events ./AWSLogs   who, how, and what changed while a control was off
        nightjar events ./AWSLogs --query 'event.outcome: failure'
        nightjar rules check ./rules                 which rules run, and why the others do not
        nightjar rules preview RULE ./AWSLogs        what a rule would have done on its schedule
        nightjar verify ./mirror --public-keys keys.json     whether files are what CloudTrail delivered

      EXIT STATUS:
        0 done; 1 alerts at or above --fail-on; 2 wrong usage or a wrong rule; 3 wrong configuration;
        4 some input could not be read or some output not written; 5 a response failed; 130 interrupted
      """,
    version: Nightjar.version,
    subcommands: [
      ScanCommand.self, EventsCommand.self, RulesCommand.self, ServeCommand.self, AlertsCommand.self,
      InvestigateCommand.self, RespondCommand.self, VerifyCommand.self, AuditCommand.self, DoctorCommand.self,
      ConfigCommand.self,
    ])

  /// Runs the command of the command line. Wrong usage ends with our status, not with that of the argument parser.
  static func main() {
    // A full disk, a limit on files or a reader that went away is an error of the write, not the end of the program.
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      Output.error(fullMessage(for: error) + "\n")
      Foundation.exit(Exit.usage.rawValue)
    }
  }
}

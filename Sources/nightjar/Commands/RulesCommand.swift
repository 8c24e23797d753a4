import ArgumentParser

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List, show, check, test and export detection rules, and say what they cover.",
    subcommands: [
      RulesListCommand.self, RulesShowCommand.self, RulesCheckCommand.self, RulesTestCommand.self,
      RulesPreviewCommand.self, RulesCoverageCommand.self,
      RulesExportCommand.self,
    ])
}

import ArgumentParser
import Detection
import Events
import Rules

struct RulesShowCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case toml
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a rule: its query, what it means, and how to investigate it.")

  @Argument(help: ArgumentHelp("The rule_id of the rule, or its name.", valueName: "id"))
  var id: String

  @OptionGroup var options: RuleOptions

  @Option(help: "text, toml or json.")
  var output: Format = .text

  func run() throws {
    let rules = options.load().rules
    guard let rule = rules.first(where: { $0.ruleID == id || $0.name.lowercased() == id.lowercased() }) else {
      Output.error("nightjar: no rule has the identifier or name \"\(id)\"; nightjar rules list shows all\n")
      throw Exit.usage
    }
    switch output {
    case .toml: Output.line(RuleWriter.toml(rule))
    case .json: Output.line(JSONWriter.text(RuleWriter.apiObject(rule), indented: true))
    case .text: Output.line(RuleText.text(rule, RuleSet([rule], now: .now).checks[0]))
    }
  }
}

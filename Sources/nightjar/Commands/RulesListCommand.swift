import ArgumentParser
import Console
import Detection
import Events
import Foundation
import Rules

struct RulesListCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List rules: the built-in ones, and those of -r.")

  @OptionGroup var options: RuleOptions

  @Option(help: "table or json.")
  var output: Format = .table

  func run() throws {
    let loaded = options.load()
    let set = RuleSet(loaded.rules, now: .now)
    switch output {
    case .json:
      let rows = zip(set.rules, set.checks).map { CheckRow($0, $1).json }
      Output.line(JSONWriter.text(.array(rows), indented: true))
    case .table:
      let width = max(20, set.rules.map { TextWidth.columns($0.name) }.max() ?? 0)
      for (rule, check) in zip(set.rules, set.checks).sorted(by: { $0.0.name < $1.0.name }) {
        let name = TextWidth.fit(Sanitizer.clean(rule.name), min(width, 80))
        let state = check.status == .ok ? "" : "  \(check.status.rawValue)"
        Output.line(
          "\(TextWidth.fit(rule.severity.rawValue, 8))  \(TextWidth.fit(String(rule.riskScore), 3))  \(name)  \(rule.ruleID)\(state)"
        )
      }
    }
    for problem in loaded.problems { Output.error("nightjar: \(problem)\n") }
    if !loaded.problems.isEmpty { throw Exit.usage }
  }
}

extension CheckRow {
  init(_ rule: Rule, _ check: RuleCheck) {
    self.init(
      ruleID: rule.ruleID, name: rule.name, type: rule.type.rawValue, path: rule.source.path,
      status: check.status,
      reason: check.reason, notes: check.notes)
  }
}

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

  @OptionGroup(title: "Server") var access: ServerAccessOptions

  func run() throws {
    if let client = try access.client() { return try ask(client) }
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

  /// Lists the rules of a server.
  private func ask(_ client: ServerClient) throws {
    try AlertsChange.reporting {
      let answer = try client.json(
        "GET", ["api", "detection_engine", "rules", "_find"],
        query: [("per_page", "10000"), ("sort_field", "name"), ("sort_order", "asc")])
      let rules = answer["data"]?.array ?? []
      guard output == .table else { return Output.line(JSONWriter.text(.array(rules), indented: true)) }
      for rule in rules {
        let name = TextWidth.fit(Sanitizer.clean(rule["name"]?.string ?? ""), 60)
        let severity = TextWidth.fit(rule["severity"]?.string ?? "", 8)
        let risk = TextWidth.fit(rule["risk_score"]?.integer.map(String.init) ?? "", 3)
        let state = rule["enabled"] == true ? "" : "  off"
        Output.line("\(severity)  \(risk)  \(name)  \(Sanitizer.clean(rule["rule_id"]?.string ?? ""))\(state)")
      }
    }
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

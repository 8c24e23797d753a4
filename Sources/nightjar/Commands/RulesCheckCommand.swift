import ArgumentParser
import Detection
import Events
import Rules

struct RulesCheckCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say of each rule whether it runs, and why not.",
    discussion: """
      Every rule gets a line: ok, unsupported (why) or error (where). The exit status is 2 when a rule is wrong.

      EXAMPLES:
        nightjar rules check ./rules
        nightjar rules check --output json detection-rules/rules | jq -r '.[] | select(.status != "ok") | .reason'
      """)

  @Argument(help: ArgumentHelp("Rule files or folders.", valueName: "path"))
  var paths: [String]

  @OptionGroup var mapping: MappingOptions

  @Option(help: "text or json.")
  var output: Format = .text

  @Flag(help: "Name also where rules that run differ from what their authors may expect.")
  var verbose = false

  func run() throws {
    let loaded = RuleLoader.load(paths: paths)
    let set = RuleSet(loaded.rules, types: try mapping.types(), now: .now)
    let rows = Self.rows(loaded, set)
    switch output {
    case .json:
      Output.line(JSONWriter.text(.array(rows.map(\.json)), indented: true))
    case .text:
      for row in rows { Output.line(row.line(verbose: verbose)) }
    }
    Output.error(Self.summary(rows))
    if rows.contains(where: { $0.status == .error }) { throw Exit.usage }
  }

  /// Rules first, then what could not be read as a rule.
  private static func rows(_ loaded: RuleLoader.Result, _ set: RuleSet) -> [CheckRow] {
    let rules = zip(set.rules, set.checks).map { rule, check in
      CheckRow(
        ruleID: rule.ruleID, name: rule.name, type: rule.type.rawValue, path: rule.source.path,
        status: check.status,
        reason: check.reason, notes: check.notes)
    }
    let problems = loaded.problems.map { problem in
      CheckRow(
        ruleID: "", name: "", type: "", path: problem.path, status: .error, reason: "\(problem)", notes: [])
    }
    return (rules + problems).sorted { ($0.path, $0.ruleID) < ($1.path, $1.ruleID) }
  }

  private static func summary(_ rows: [CheckRow]) -> String {
    func count(_ status: RuleCheck.Status) -> Int { rows.count { $0.status == status } }
    return
      "\(rows.count) rules: \(count(.ok)) ok, \(count(.unsupported)) unsupported, \(count(.error)) wrong\n"
  }
}

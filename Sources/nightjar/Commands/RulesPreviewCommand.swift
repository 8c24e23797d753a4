import ArgumentParser
import Console
import Detection
import Events
import Foundation
import Inputs
import Rules

struct RulesPreviewCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Run a rule over files as its schedule would have run it.",
    discussion: """
      Every run looks at the period that the rule's interval, from and to give it, chooses events by timestamp_override,
      raises at most max_signals alerts, and applies suppression and exceptions. Runs fall on multiples of the interval.

      EXAMPLES:
        nightjar rules preview ./rules/recorder-stopped.toml ./AWSLogs
        nightjar rules preview 7024e2a0-315d-4334-bb1a-441c593e16ab ./AWSLogs -r ./rules --against ./new/recorder.toml
      """)

  @Argument(help: ArgumentHelp("The rule: its file, its rule_id or its name.", valueName: "rule"))
  var rule: String

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Rules") var ruleOptions: RuleOptions
  @OptionGroup(title: "Rules") var detection: DetectionOptions

  @Option(
    help: ArgumentHelp(
      "The time of the first run (default: the first that sees an event).", valueName: "time"))
  var from: TimeArgument?

  @Option(help: ArgumentHelp("The time after which no run begins.", valueName: "time"))
  var to: TimeArgument?

  @Option(help: ArgumentHelp("Another version of the rule to compare the alerts with.", valueName: "file"))
  var against: String?

  @Option(help: "text or json.")
  var output: Format = .text

  func run() throws {
    let now = Timestamp.now
    let types = try input.types()
    let (result, problems) = try preview(try find(rule), types, now)
    let other = try against.map { try preview(try find($0), types, now).result }
    let view = PreviewView(result: result, other: other)
    switch output {
    case .json: Output.line(JSONWriter.text(view.json, indented: true))
    case .text: for line in view.lines { Output.line(line) }
    }
    for warning in result.warnings { Output.error("nightjar: \(warning)\n") }
    for problem in problems { Output.error("nightjar: \(problem)\n") }
    if !problems.isEmpty { throw Exit.incomplete }
  }

  /// A rule by its file, or by its identifier or name among the built-in rules and those of -r.
  private func find(_ name: String) throws -> Rule {
    let isFile = FileManager.default.fileExists(atPath: name)
    let loaded = isFile ? RuleLoader.load(paths: [name]) : ruleOptions.load()
    for problem in loaded.problems { Output.error("nightjar: \(problem)\n") }
    let found = loaded.rules.first {
      isFile || $0.ruleID == name || $0.name.lowercased() == name.lowercased()
    }
    guard let found else {
      Output.error("nightjar: no rule is called \"\(name)\"; nightjar rules list shows all\n")
      throw Exit.usage
    }
    return found
  }

  private func preview(
    _ rule: Rule, _ types: FieldTypes, _ now: Timestamp
  ) throws -> (result: Preview.Result, problems: [String]) {
    let (rules, _) = try detection.ruleSet([rule], types: types, now: now, keepsEvents: true)
    if let check = rules.checks.first, check.status != .ok {
      Output.error("nightjar: \(rule.name): \(check.status.rawValue): \(check.reason ?? "")\n")
      throw Exit.usage
    }
    let mapper = try input.mapper(now: now)
    let options = DetectorOptions(now: now, usesTimestampOverride: true)
    let list = input.find()
    let kept = KeptRows()
    let reports = FileScan(list: list, threads: input.threadCount).run(
      makeHandler: { Detector(rules: rules, mapper: mapper, options: options) },
      finish: { kept.add($0) }, tick: { _ in !Interruption.isRequested })
    let result = Preview(rules: rules, mapper: mapper, options: options)
      .run(kept, from: from?.time, to: to?.time)
    return (result, (list.problems + reports.flatMap(\.problems)).map { "\($0)" })
  }
}

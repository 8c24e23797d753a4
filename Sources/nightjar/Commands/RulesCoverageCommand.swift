import ArgumentParser
import Console
import Detection
import Events
import Foundation
import Rules

struct RulesCoverageCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case navigator
  }

  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Show which ATT&CK techniques the rules that run are about.",
    discussion: """
      Identifiers are translated to one version of ATT&CK; version 19 split Defense Evasion into Stealth and Defense
      Impairment. Rules that do not run are not counted.

      EXAMPLES:
        nightjar rules coverage
        nightjar rules coverage -r detection-rules/rules --attack 18
        nightjar rules coverage --output navigator -o layer.json
      """)

  @OptionGroup var options: RuleOptions

  @Option(help: "The version of ATT&CK: 16 to 19.")
  var attack: Int = AttackVersion.newest.rawValue

  @Option(help: "table, json or navigator (a layer of the ATT&CK Navigator).")
  var output: Format = .table

  @Option(
    name: [.customShort("o"), .customLong("file")], help: ArgumentHelp("Write to a file.", valueName: "file"))
  var path: String?

  @Flag(help: "Replace the file when it exists.")
  var clobber = false

  func validate() throws {
    guard AttackVersion(rawValue: attack) != nil else {
      let known = AttackVersion.allCases.map { String($0.rawValue) }.joined(separator: ", ")
      throw ValidationError("--attack must be one of \(known)")
    }
  }

  func run() throws {
    let file = OutputFile(path: path, clobber: clobber)
    try file.check()
    let loaded = options.load()
    for problem in loaded.problems { Output.error("nightjar: \(problem)\n") }
    let set = RuleSet(loaded.rules, now: .now)
    let running = zip(set.rules, set.checks).filter { $0.1.status == .ok }.map(\.0)
    let coverage = Coverage(running, version: AttackVersion(rawValue: attack) ?? .newest)
    let idle = set.rules.count - running.count
    switch output {
    case .table:
      let terminal = Terminal.detect(
        descriptor: 1, environment: ProcessInfo.processInfo.environment, noColor: path != nil)
      var lines = CoverageText(terminal: terminal).lines(coverage)
      lines.append(
        "\(Quantity.text(running.count, "rule")) counted; \(Quantity.text(idle, "rule")) that do not run are not"
      )
      try file.write(Array((lines.joined(separator: "\n") + "\n").utf8))
    case .json: try write(Self.json(coverage, running, idle), to: file)
    case .navigator:
      try write(NavigatorLayer.layer(coverage, rules: running, name: "Nightjar rules"), to: file)
    }
    if !loaded.problems.isEmpty { throw Exit.usage }
  }

  private func write(_ value: JSON, to file: OutputFile) throws {
    try file.write(Array((JSONWriter.text(value, indented: true) + "\n").utf8))
  }

  private static func json(_ coverage: Coverage, _ rules: [Rule], _ idle: Int) -> JSON {
    [
      "attack_version": .number(JSONNumber(coverage.version.rawValue)),
      "rules": .number(JSONNumber(rules.count)),
      "rules_not_running": .number(JSONNumber(idle)),
      "tactics": .array(
        coverage.tactics.map { tactic in
          [
            "id": .string(tactic.id), "name": .string(tactic.name),
            "techniques": .array(tactic.techniques.map { json($0, rules) }),
          ]
        }),
      "untranslated": .array(coverage.untranslated.map { .string($0) }),
    ]
  }

  private static func json(_ technique: Coverage.Technique, _ rules: [Rule]) -> JSON {
    [
      "id": .string(technique.id), "name": .string(technique.name),
      "rules": .array(technique.rules.map { .string(rules[$0].ruleID) }),
      "subtechniques": .array(technique.subtechniques.map { json($0, rules) }),
    ]
  }
}

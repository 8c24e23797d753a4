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
    abstract: "Show which tactics and techniques of MITRE ATT&CK the rules that run cover.",
    discussion: """
      EXAMPLES:
        nightjar rules coverage
        nightjar rules coverage -r ./rules --attack 18
        nightjar rules coverage --output navigator -o layer.json
      """)

  @OptionGroup var options: RuleOptions

  @Option(help: "The version of ATT&CK to show everything in.")
  var attack = AttackVersionArgument(.latest)

  @Option(help: "table, json, or navigator (a layer of the ATT&CK Navigator).")
  var output: Format = .table

  @Option(
    name: [.customShort("o"), .customLong("file")],
    help: ArgumentHelp("The file to write instead of standard output.", valueName: "path"))
  var path: String?

  @Flag(help: "Replace the file when it exists.")
  var clobber = false

  func run() throws {
    let file = OutputFile(path: path, clobber: clobber)
    try file.check()
    let loaded = options.load()
    for problem in loaded.problems { Output.error("nightjar: \(problem)\n") }
    try file.write(Array((text(coverage(of: loaded.rules)) + "\n").utf8))
    if !loaded.problems.isEmpty { throw Exit.usage }
  }

  private func coverage(of rules: [Rule]) -> Coverage {
    let set = RuleSet(rules, now: .now)
    let checked = zip(set.rules, set.checks)
    return Coverage(
      running: checked.filter { $0.1.status == .ok }.map(\.0),
      notRunning: checked.filter { $0.1.status != .ok }.map(\.0), version: attack.version)
  }

  private func text(_ coverage: Coverage) -> String {
    switch output {
    case .table: CoverageText(terminal: terminal).lines(coverage).joined(separator: "\n")
    case .json: JSONWriter.text(CoverageJSON.value(coverage), indented: true)
    case .navigator: JSONWriter.text(NavigatorLayer.value(coverage), indented: true)
    }
  }

  /// A file gets no colours.
  private var terminal: Terminal {
    Terminal.detect(
      descriptor: STDOUT_FILENO, environment: ProcessInfo.processInfo.environment, noColor: path != nil)
  }
}

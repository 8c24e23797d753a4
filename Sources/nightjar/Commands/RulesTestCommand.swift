import ArgumentParser
import Console
import Events
import RuleTesting
import Rules

struct RulesTestCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case tap
  }

  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run the tests that stand in rule files.",
    discussion: """
      A test gives events and the number of alerts that the rule must raise for them; docs/rules.md has the form.
      Without a path the tests of the built-in rules are run. The exit status is 2 when a test fails.

      EXAMPLES:
        nightjar rules test
        nightjar rules test ./rules --junit report.xml
      """)

  @Argument(help: ArgumentHelp("Rule files or folders.", valueName: "path"))
  var paths: [String] = []

  @OptionGroup var mapping: MappingOptions

  @Option(help: "text, json or tap (Test Anything Protocol).")
  var output: Format = .text

  @Option(help: ArgumentHelp("Write a JUnit report too; an existing file is replaced.", valueName: "file"))
  var junit: String?

  @Flag(help: "Name also the tests that pass.")
  var verbose = false

  func run() throws {
    let loaded = paths.isEmpty ? RuleLoader.builtin() : RuleLoader.load(paths: paths)
    let tester = RuleTester(types: try mapping.types(), now: .now)
    let results = loaded.files.flatMap { tester.run($0) }
    switch output {
    case .json: Output.line(JSONWriter.text(.array(results.map(Self.json)), indented: true))
    case .tap: for line in TAPReport.lines(results.map(Self.report)) { Output.line(line) }
    case .text:
      for result in results where verbose || !result.passed { Output.line(Self.line(result)) }
    }
    if let junit {
      let report = JUnitReport.text(results.map(Self.report))
      try OutputFile(path: junit, clobber: true).write(Array(report.utf8))
    }
    for problem in loaded.problems { Output.error("nightjar: \(problem)\n") }
    let untested = loaded.files.count { $0.tests.isEmpty }
    let failed = results.count { !$0.passed }
    Output.error(
      "\(Quantity.text(loaded.files.count, "rule")), \(Quantity.text(untested, "rule")) without tests; "
        + "\(results.count - failed) passed, \(failed) failed\n")
    if failed > 0 || !loaded.problems.isEmpty { throw Exit.usage }
  }

  private static func report(_ result: RuleTestResult) -> JUnitReport.Case {
    JUnitReport.Case(
      suite: result.rule.name, file: result.rule.source.path, name: result.test.name, failure: result.failure)
  }

  private static func line(_ result: RuleTestResult) -> String {
    let label = "\(result.rule.source.path): \(result.test.name)"
    return result.failure.map { "failed  \(label): \($0)" } ?? "passed  \(label)"
  }

  private static func json(_ result: RuleTestResult) -> JSON {
    [
      "rule_id": .string(result.rule.ruleID), "path": .string(result.rule.source.path),
      "test": .string(result.test.name), "passed": .bool(result.passed),
      "failure": result.failure.map { .string($0) } ?? .null,
    ]
  }
}

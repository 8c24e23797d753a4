import ArgumentParser
import Detection
import Events
import Rules

/// Which rules are used.
struct RuleOptions: ParsableArguments {
  @Option(
    name: [.customShort("r"), .customLong("rules")],
    help: ArgumentHelp(
      "A rule file or a folder of rules, beside the built-in ones; may be given several times.",
      valueName: "path"))
  var paths: [String] = []

  @Flag(name: .customLong("no-builtin"), help: "Leave out the built-in rules.")
  var noBuiltin = false

  /// Reads the rules. Problems are written to standard error.
  func load() -> RuleLoader.Result {
    var result = RuleLoader.load(paths: paths)
    if !noBuiltin {
      let builtin = RuleLoader.builtin()
      let given = Set(result.files.map(\.rule.ruleID))
      // A rule of the user's with the identifier of a built-in one takes its place.
      result.files += builtin.files.filter { !given.contains($0.rule.ruleID) }
      result.problems += builtin.problems
    }
    return result
  }
}

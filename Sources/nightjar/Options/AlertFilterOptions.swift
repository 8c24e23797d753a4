import ArgumentParser

/// Which alerts are wanted.
struct AlertFilterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Match only events at or after this time (ISO 8601, or date maths such as now-7d).", valueName: "time"))
  var since: TimeArgument?

  @Option(help: ArgumentHelp("Match only events before this time.", valueName: "time"))
  var until: TimeArgument?

  @Option(help: "Show only alerts of at least this severity: low, medium, high or critical.")
  var minSeverity: SeverityArgument?

  @Option(help: "Exit with status 1 when there is an alert of at least this severity.")
  var failOn: SeverityArgument?

  @Flag(help: "Show also what exceptions explain, as closed alerts with the name of the exception.")
  var expected = false

  @Flag(help: "Show the alerts of building-block rules, which are hidden in tables and reports.")
  var buildingBlocks = false
}

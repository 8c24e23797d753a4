import ArgumentParser
import Detection
import Events
import Inputs
import Rules

/// What rules need beside events: exceptions, indicators and tables.
struct DetectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Exceptions: a Kibana export (.ndjson) or a file of our own form (.toml); may be given several times.",
      valueName: "file"))
  var exceptions: [String] = []

  @Option(
    help: ArgumentHelp(
      "Threat indicators: NDJSON, CSV with ECS field names, or a STIX 2.1 bundle; may be given several times.",
      valueName: "file"))
  var indicators: [String] = []

  @OptionGroup var tables: TableOptions

  /// The rules compiled with all of it. What is wrong with an exception is said, and the others apply.
  func ruleSet(
    _ rules: [Rule], types: FieldTypes, now: Timestamp, keepsEvents: Bool = false
  ) throws -> (rules: RuleSet, isComplete: Bool) {
    let loaded = ExceptionLoader.load(paths: exceptions)
    for problem in loaded.problems { Output.error("nightjar: \(problem)\n") }
    let set = RuleSet(
      rules, types: types, now: now, indicators: try readIndicators(now), tables: try tables.load(),
      exceptions: loaded.set, keepsEvents: keepsEvents)
    // An exception for a rule that is not there is worth a word, but harms nothing.
    for note in exceptions.isEmpty ? [] : loaded.set.problems(with: rules) {
      Output.error("nightjar: \(note)\n")
    }
    for problem in set.exceptionProblems { Output.error("nightjar: \(problem)\n") }
    return (set, loaded.problems.isEmpty && set.exceptionProblems.isEmpty)
  }

  private func readIndicators(_ now: Timestamp) throws -> Indicators {
    do {
      return Indicators(
        try indicators.flatMap { try IndicatorFile.read($0, now: now) }.map {
          Indicators.Indicator(id: $0.id, index: $0.index, document: $0.document)
        })
    } catch {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
  }
}

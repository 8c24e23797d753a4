import CloudTrail
import Detection
public import Events
import Inputs
public import Rules

/// Runs the tests that stand in rule files, each on a fresh detector with only its rule.
public struct RuleTester: Sendable {
  private let types: FieldTypes
  private let now: Timestamp

  /// A tester.
  public init(types: FieldTypes = .standard, now: Timestamp) {
    self.types = types
    self.now = now
  }

  /// Runs all tests of a file.
  public func run(_ file: RuleFile) -> [RuleTestResult] {
    let rules = RuleSet([file.rule], types: types, now: now)
    return file.tests.map { test in
      RuleTestResult(rule: file.rule, test: test, failure: failure(test, of: file.rule, rules))
    }
  }

  private func failure(_ test: RuleTest, of rule: Rule, _ rules: RuleSet) -> String? {
    guard !test.indicators.isEmpty else { return outcome(test, of: rule, rules) }
    do throws(TableFileError) {
      var indicators: [Indicators.Indicator] = []
      for path in test.indicators {
        for entry in try IndicatorFile.read(Self.path(path, besides: rule.source.path), now: now) {
          indicators.append(Indicators.Indicator(id: entry.id, index: entry.index, document: entry.document))
        }
      }
      return outcome(
        test, of: rule, RuleSet([rule], types: types, now: now, indicators: Indicators(indicators)))
    } catch {
      return "\(error)"
    }
  }

  private func outcome(_ test: RuleTest, of rule: Rule, _ rules: RuleSet) -> String? {
    if let check = rules.checks.first, check.status != .ok {
      return "the rule does not run: \(check.status.rawValue) (\(check.reason ?? ""))"
    }
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: now))
    let options = DetectorOptions(now: now)
    let detector = Detector(rules: rules, mapper: mapper, options: options)
    let reader = RecordReader()
    var problems: [InputProblem] = []
    for (number, event) in test.events.enumerated() {
      problems +=
        reader.read(text: Array(event.utf8), named: "event \(number + 1)", handler: detector).problems
    }
    let paths = test.files.map { Self.path($0, besides: rule.source.path) }
    let list = FileList(paths: paths)
    problems += list.problems
    for entry in list.entries { problems += reader.read(entry, handler: detector).problems }
    if let problem = problems.first { return "\(problem)" }
    let result = ScanResult()
    result.add(detector)
    result.conclude(rules: rules, mapper: mapper, options: options)
    let alerts = result.alerts.filter { !$0.isPartOfGroup }
    guard alerts.count != test.alerts else { return nil }
    return "expected \(test.alerts) alerts, got \(alerts.count) from \(detector.counts.events) events"
  }

  /// Files are relative to the file of the rule.
  private static func path(_ path: String, besides rulePath: String) -> String {
    guard !path.hasPrefix("/"), let slash = rulePath.lastIndex(of: "/") else { return path }
    return rulePath[...slash] + path
  }
}

import ArgumentParser
import CMemory
import CloudTrail
import Console
import Detection
import Events
import Foundation
import Inputs
import Rules

struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Run rules over files and print the alerts.",
    discussion: """
      Reads CloudTrail files of every shape, runs all rules in one pass, and prints one alert for each rule and event,
      however often the event occurs in the files. Nothing is capped.

      EXAMPLES:
        nightjar scan ./AWSLogs
        nightjar scan ./AWSLogs -r ~/detection-rules/rules --min-severity medium --output html -o report.html
        nightjar scan ./AWSLogs --since now-7d --output ndjson | jq -r '."kibana.alert.reason"'
        nightjar scan s3://trail-bucket/AWSLogs/123456789012/CloudTrail/eu-central-1/2026/03/ --profile audit
        nightjar scan ./mirror --verify ./mirror --public-keys keys.json
        zcat file.json.gz | nightjar scan -
      """)

  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Rules") var ruleOptions: RuleOptions
  @OptionGroup(title: "Rules") var detection: DetectionOptions
  @OptionGroup(title: "Log integrity") var integrity: IntegrityOptions
  @OptionGroup(title: "Filtering") var filter: AlertFilterOptions
  @OptionGroup(title: "Output") var output: ScanOutputOptions

  func run() throws {
    try output.file.check()
    nj_take_memory_in_large_steps(Int32(clamping: input.threadCount))
    let loaded = ruleOptions.load()
    for problem in loaded.problems { Output.error("nightjar: \(problem)\n") }
    let now = Timestamp.now
    let (rules, hasAllExceptions) = try detection.ruleSet(loaded.rules, types: try input.types(), now: now)
    let wrong = zip(rules.rules, rules.checks).filter { $0.1.status == .error }
    for (rule, check) in wrong { Output.error("nightjar: \(rule.source.path): \(check.reason ?? "")\n") }

    let verified = try integrity.report(input.aws, width: input.threadCount, isQuiet: output.quiet)
    Interruption.watch()
    let scan = try run(rules, now, verified)
    let listing = listing(scan, rules)
    try report(listing, scan)
    let isUsageRight = loaded.problems.isEmpty && wrong.isEmpty && hasAllExceptions
    let status = status(scan, isUsageRight: isUsageRight, isVerified: verified?.isComplete ?? true)
    // The end of the process frees everything at once; to free it one by one takes long.
    withExtendedLifetime((loaded, rules, scan, listing)) { Exit.end(status) }
  }

  private func status(_ scan: FinishedScan, isUsageRight: Bool, isVerified: Bool) -> ExitCode {
    if Interruption.isRequested { return Exit.interrupted }
    if !isUsageRight { return Exit.usage }
    if !scan.isComplete || !isVerified { return Exit.incomplete }
    if let failOn = filter.failOn,
      scan.alerts.contains(where: { $0.exception == nil && failOn.accepts($0.severity) })
    {
      return Exit.alerts
    }
    return .success
  }

  /// Finds the files and reads them. Temporary files of downloads are gone when it returns.
  private func run(_ rules: RuleSet, _ now: Timestamp, _ verified: IntegrityReport?) throws -> FinishedScan {
    let list = input.find()
    let mapper = try input.mapper(now: now)
    let options = DetectorOptions(
      now: now, since: filter.since?.time, until: filter.until?.time, notesFiles: verified != nil)
    let result = ScanResult()
    let progress = ScanProgress(list: list, isQuiet: output.quiet, noColor: output.noColor)
    let clock = ContinuousClock()
    let start = clock.now
    let reports = FileScan(list: list, threads: input.threadCount).run(
      makeHandler: { Detector(rules: rules, mapper: mapper, options: options) },
      finish: { result.add($0) },
      tick: { state in
        progress.draw(state, seconds: (clock.now - start).seconds)
        return !Interruption.isRequested
      })
    result.conclude(rules: rules, mapper: mapper, options: options, threads: input.threadCount)
    if let index = verified.map(VerificationIndex.init) {
      result.addFields { files in index.fields(forAny: files.map { list.entries[$0].path.text }) }
    }
    progress.end()
    return FinishedScan(
      result: result, alerts: result.alerts, counts: result.counts,
      warnings: result.warnings.map { "\(rules.rules[$0.rule].name): \($0.text)" },
      reports: reports, problems: list.problems,
      seconds: (clock.now - start).seconds)
  }

  /// What is printed of a scan.
  private struct Listing {
    let rows: [AlertRow]
    let summary: ScanSummary
  }

  private func listing(_ scan: FinishedScan, _ rules: RuleSet) -> Listing {
    let showsBlocks = filter.buildingBlocks || output.output.isForMachines
    let unexpected = filter.expected ? scan.alerts : scan.alerts.filter { $0.exception == nil }
    let visible = unexpected.filter { showsBlocks || !$0.isBuildingBlock }
    let shown = visible.filter { filter.minSeverity?.accepts($0.severity) ?? true }
    var summary = scan.summary(rules)
    summary.hiddenBuildingBlocks = unexpected.count - visible.count
    summary.belowSeverity = visible.count - shown.count
    summary.expected = scan.expected(rules)
    let reader = AlertRow.reader()
    return Listing(rows: shown.map { AlertRow($0, reader) }, summary: summary)
  }

  private func report(_ listing: Listing, _ scan: FinishedScan) throws {
    try output.print(listing.rows, listing.summary)
    for warning in scan.warnings { Output.error("nightjar: \(warning)\n") }
    guard !output.quiet else { return }
    let terminal = Terminal.detect(
      descriptor: 2, environment: ProcessInfo.processInfo.environment, noColor: output.noColor)
    let lines = SummaryText(terminal: terminal).lines(listing.summary, rows: listing.rows)
    Output.error("\n" + lines.joined(separator: "\n") + "\n")
  }
}

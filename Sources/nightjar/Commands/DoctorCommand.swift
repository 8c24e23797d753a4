import ArgumentParser
import CloudTrail
import Detection
import Events
import Foundation
import RuleTesting
import Rules

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check that Nightjar works here: rules, their tests, clock, databases and paths.")

  @Option(
    help: ArgumentHelp("A MaxMind database (.mmdb) to check; may be given several times.", valueName: "file"))
  var geo: [String] = []

  @OptionGroup var rules: RuleOptions

  @Option(help: ArgumentHelp("A data folder of nightjar serve to check.", valueName: "folder"))
  var data: String?

  func run() throws {
    let findings =
      [version, clock, builtin, given, databases].compactMap(\.self) + StoreDoctor(folder: data).findings
    for finding in findings { Output.line("\(finding.isGood ? "ok     " : "problem")  \(finding.text)") }
    if findings.contains(where: { !$0.isGood }) { throw Exit.configuration }
  }

  private var version: DoctorFinding? {
    let processors = ProcessInfo.processInfo.activeProcessorCount
    return DoctorFinding(isGood: true, text: "nightjar \(Nightjar.version), \(processors) processors")
  }

  /// Windows of rules are wrong by as much as the clock is. A clock before the release of this version is surely wrong.
  private var clock: DoctorFinding? {
    let now = Timestamp.now
    let release = Timestamp("2026-11-24T00:00:00Z")
    let isGood = release.map { now >= $0 } ?? true
    return DoctorFinding(
      isGood: isGood, text: "clock says \(now)\(isGood ? "" : ", which is before this version was made")")
  }

  private var builtin: DoctorFinding? {
    let loaded = RuleLoader.builtin()
    let tester = RuleTester(now: .now)
    let results = loaded.files.flatMap { tester.run($0) }
    let failed = results.count { !$0.passed }
    let isGood = loaded.problems.isEmpty && failed == 0 && !loaded.files.isEmpty
    return DoctorFinding(
      isGood: isGood, text: "\(loaded.files.count) built-in rules, \(results.count) tests, \(failed) failed")
  }

  private var given: DoctorFinding? {
    guard !rules.paths.isEmpty else { return nil }
    let loaded = RuleLoader.load(paths: rules.paths)
    let set = RuleSet(loaded.rules, now: .now)
    let wrong = loaded.problems.count + set.checks.count { $0.status == .error }
    let unsupported = set.checks.count { $0.status == .unsupported }
    return DoctorFinding(
      isGood: wrong == 0,
      text:
        "\(loaded.files.count) rules given, \(unsupported) unsupported, \(wrong) wrong (nightjar rules check says why)"
    )
  }

  private var databases: DoctorFinding? {
    guard !geo.isEmpty else { return nil }
    do {
      return DoctorFinding(
        isGood: true, text: "geo databases: \(try GeoDatabases(paths: geo).types.joined(separator: ", "))")
    } catch {
      return DoctorFinding(isGood: false, text: "\(error)")
    }
  }
}

import ArgumentParser
import CloudTrail
import Console
import Detection
import Events
import Evidence
import Foundation
import Inputs
import OrderedCollections
import Rules

struct InvestigateCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case markdown
    case json
    case html
  }

  static let configuration = CommandConfiguration(
    commandName: "investigate",
    abstract: "Carry out the guide of an alert and print the evidence as a case report.",
    discussion: """
      Answers who did it and how they came to that session, what changed while a control was off, what was seen for the
      first time, and which statement allowed it. It only reads. The same input gives the same report.

      EXAMPLES:
        nightjar scan ./AWSLogs --output ndjson -o alerts.ndjson
        nightjar investigate 3f1c --events ./AWSLogs --alerts alerts.ndjson
        nightjar investigate 3f1c --events ./AWSLogs --policies ./policies --output html -o case.html
      """)

  @Argument(
    help: ArgumentHelp(
      "The alert: its kibana.alert.uuid, or the first characters of it.", valueName: "alert"))
  var alert: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Files or folders with the events: CloudTrail records or ECS documents.", valueName: "path"))
  var events: [String]

  @Option(
    help: ArgumentHelp(
      "Alerts as scan --output ndjson writes them; without it the events are scanned again.",
      valueName: "file"))
  var alerts: String?

  @Option(
    help: ArgumentHelp(
      "A folder of IAM policies, such as the output of aws iam get-account-authorization-details.",
      valueName: "folder"))
  var policies: String?

  @Option(
    help: ArgumentHelp(
      "Until when what is ongoing is looked at (default: the last event).", valueName: "time"))
  var now: TimeArgument?

  @Option(
    help: ArgumentHelp("How many files are read at once (default: one for each processor).", valueName: "n"))
  var threads: Int?

  @OptionGroup(title: "Rules") var ruleOptions: RuleOptions
  @OptionGroup(title: "Rules") var detection: DetectionOptions

  @Option(help: "markdown, json or html.")
  var output: Format = .markdown

  @Option(
    name: [.customShort("o"), .customLong("file")],
    help: ArgumentHelp("Write the report to a file.", valueName: "file"))
  var path: String?

  @Flag(help: "Replace the file when it exists.")
  var clobber = false

  func validate() throws {
    if events.isEmpty { throw ValidationError("--events needs a path with the events") }
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads must be from 1 to 256") }
  }

  private var file: OutputFile { OutputFile(path: path, clobber: clobber) }

  func run() throws {
    try file.check()
    let loaded = ruleOptions.load()
    for problem in loaded.problems { Output.error("nightjar: \(problem)\n") }
    // Nothing of the report depends on when it is made.
    let ingested = now?.time ?? Timestamp(nanoseconds: 0)
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: ingested))
    let list = FileList(paths: events)
    let documents = try allAlerts(loaded.rules, list, mapper)
    let wanted = try choose(documents)
    let source = FileEvidenceSource(list: list, alerts: documents, threads: threadCount, mapper: mapper)
    let library = try policyLibrary()
    let report = try investigate(wanted, source, loaded.rules, library)
    try print(report)
    for problem in source.problems { Output.error("nightjar: \(problem)\n") }
    if !loaded.problems.isEmpty { throw Exit.usage }
    if !source.problems.isEmpty || !(library?.problems.isEmpty ?? true) { throw Exit.incomplete }
  }

  private var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  private func investigate(
    _ alert: JSONObject, _ source: FileEvidenceSource, _ rules: [Rule], _ library: PolicyLibrary?
  ) throws -> CaseReport {
    var options = Investigation.Options()
    options.now = now?.time
    options.policies = library
    options.exceptions = ExceptionLoader.load(paths: detection.exceptions).set
    do throws(EvidenceError) {
      return try Investigation(source: source, rules: rules, options: options).report(on: alert)
    } catch {
      Output.error("nightjar: \(error)\n")
      throw Exit.incomplete
    }
  }

  private func print(_ report: CaseReport) throws {
    switch output {
    case .markdown: try file.write(Array(report.markdown.utf8))
    case .json: try file.write(Array((JSONWriter.text(.object(report.document), indented: true) + "\n").utf8))
    case .html:
      try file.write(Array(CaseHTML(report.document, version: Nightjar.version).text.utf8))
    }
  }

  private func policyLibrary() throws -> PolicyLibrary? {
    guard let policies else { return nil }
    do throws(EvidenceError) {
      let library = try PolicyLibrary(folder: policies)
      for problem in library.problems { Output.error("nightjar: \(problem)\n") }
      return library
    } catch {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
  }

  // MARK: Alerts

  private func choose(_ documents: [JSONObject]) throws -> JSONObject {
    let found = documents.filter { AlertDocument($0).uuid.hasPrefix(alert) }
    if let exact = found.first(where: { AlertDocument($0).uuid == alert }) { return exact }
    guard found.count == 1, let only = found.first else {
      let names = documents.prefix(20).map { document in
        let alert = AlertDocument(document)
        return "  \(alert.uuid.prefix(12))  \(alert.time.map { "\($0)" } ?? "")  \(alert.ruleName)\n"
      }
      let problem =
        found.isEmpty
        ? "no alert begins with \"\(alert)\""
        : "\(found.count) alerts begin with \"\(alert)\"; give more of it"
      let rest = documents.count > 20 ? "  … and \(documents.count - 20) more\n" : ""
      Output.error("nightjar: \(problem); the alerts are\n\(names.joined())\(rest)")
      throw Exit.usage
    }
    return only
  }

  private func allAlerts(_ rules: [Rule], _ list: FileList, _ mapper: ECSMapper) throws -> [JSONObject] {
    if let alerts { return try readAlerts(alerts) }
    let moment = now?.time ?? .now
    let (set, _) = try detection.ruleSet(rules, types: .standard, now: moment)
    let options = DetectorOptions(now: moment, since: nil, until: nil)
    let result = ScanResult()
    _ = FileScan(list: list, threads: threadCount).run(
      makeHandler: { Detector(rules: set, mapper: mapper, options: options) }, finish: { result.add($0) },
      tick: { _ in true })
    result.conclude(rules: set, mapper: mapper, options: options, threads: threadCount)
    return result.alerts.map(\.document)
  }

  private func readAlerts(_ path: String) throws -> [JSONObject] {
    let bytes: [UInt8]
    do {
      bytes = Array(try Data(contentsOf: URL(filePath: path)))
    } catch {
      Output.error("nightjar: \(path) cannot be read: \(error.localizedDescription)\n")
      throw Exit.configuration
    }
    if let whole = try? JSONReader.read(bytes) { return (whole.array ?? [whole]).compactMap(\.object) }
    var documents: [JSONObject] = []
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated()
    where !line.allSatisfy({ $0 <= 0x20 }) {
      do throws(JSONError) {
        guard let object = try JSONReader.read(Array(line)).object else { continue }
        documents.append(object)
      } catch {
        Output.error("nightjar: \(path):\(number + 1): invalid JSON: \(error)\n")
        throw Exit.configuration
      }
    }
    return documents
  }
}

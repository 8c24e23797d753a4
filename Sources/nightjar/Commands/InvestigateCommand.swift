import AWS
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
import Storage

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
        nightjar investigate 3f1c --data ./nightjar-data --iam
      """)

  @Argument(
    help: ArgumentHelp(
      "The alert: its kibana.alert.uuid, or the first characters of it.", valueName: "alert"))
  var alert: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Files, folders or s3:// locations with the events: CloudTrail records or ECS documents.",
      valueName: "path"))
  var events: [String] = []

  @Option(
    help: ArgumentHelp(
      "The data folder of a server: its store holds alerts and events (default: nightjar-data, without --events).",
      valueName: "folder")
  )
  var data: String?

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

  @Flag(
    help: "Read the principal's policies from IAM, and ask its simulator, with the credentials of AWS tools.")
  var iam = false

  @OptionGroup(title: "AWS") var aws: AWSCommandOptions

  @Option(
    help: ArgumentHelp(
      "Until when what is ongoing is looked at (default: the last event).", valueName: "time"))
  var now: TimeArgument?

  @Option(
    help: ArgumentHelp("How many files are read at once (default: one for each processor).", valueName: "n"))
  var threads: Int?

  @OptionGroup(title: "Server") var access: ServerAccessOptions

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
    guard events.isEmpty || data == nil else {
      throw ValidationError("give either --events with paths, or --data with the data folder of a server")
    }
    if events.isEmpty, alerts != nil {
      throw ValidationError("--alerts belongs to --events; the store has its own")
    }
    if events.contains("-") {
      throw ValidationError(
        "--events cannot be standard input, which is gone when it was read once; name a file")
    }
    if iam, policies != nil { throw ValidationError("give either --policies or --iam") }
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads must be from 1 to 256") }
  }

  private var file: OutputFile { OutputFile(path: path, clobber: clobber) }

  func run() throws {
    try file.check()
    if events.isEmpty, data == nil, let client = try access.client() { return try ask(client) }
    let loaded = ruleOptions.load()
    for problem in loaded.problems { Output.error("nightjar: \(problem)\n") }
    let exceptions = ExceptionLoader.load(paths: detection.exceptions)
    let library = try policyLibrary()
    var options = Investigation.Options()
    options.now = now?.time
    options.policies = library
    options.exceptions = exceptions.set
    let (source, alert, problems) = try events.isEmpty ? stored(data ?? "nightjar-data") : read(loaded.rules)
    let investigation = Investigation(source: source, rules: loaded.rules, options: options)
    try print(try investigate(alert, investigation))
    for problem in problems { Output.error("nightjar: \(problem)\n") }
    if !loaded.problems.isEmpty || !exceptions.problems.isEmpty { throw Exit.usage }
    if !problems.isEmpty || !(library?.problems.isEmpty ?? true) { throw Exit.incomplete }
  }

  /// Lets a server carry the guide out.
  private func ask(_ client: ServerClient) throws {
    guard output != .html else {
      Output.error("nightjar: a server gives markdown or json; html is made of --events or --data\n")
      throw Exit.usage
    }
    try AlertsChange.reporting {
      let uuid = try AlertsChange.find(alert, client)
      let report = try client.send(
        "GET", ["api", "nightjar", "alerts", uuid, "evidence"], query: [("format", output.rawValue)])
      try file.write(report)
    }
  }

  private var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  private typealias Found = (source: any EvidenceSource, alert: JSONObject, problems: [InputProblem])

  /// The alert and the events of files.
  private func read(_ rules: [Rule]) throws -> Found {
    // Nothing of the report depends on when it is made.
    let ingested = now?.time ?? Timestamp(nanoseconds: 0)
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: ingested))
    let list = aws.find(events, ahead: max(8, 2 * threadCount))
    let documents = try allAlerts(rules, list, mapper)
    let wanted = try choose(documents)
    let source = FileEvidenceSource(list: list, alerts: documents, threads: threadCount, mapper: mapper)
    return (source, wanted, source.problems)
  }

  /// The alert and the events of a store.
  private func stored(_ folder: String) throws -> Found {
    let found: (identifiers: [String], document: JSONObject?)
    let source: StoreEvidenceSource
    do {
      guard FileManager.default.fileExists(atPath: "\(folder)/\(Store.fileName)") else {
        throw EvidenceError(place: folder, message: "holds no store; name the data folder of a server")
      }
      source = StoreEvidenceSource(try Store(folder: URL(filePath: folder)))
      found = try source.alert(alert)
    } catch {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
    }
    if let document = found.document { return (source, document, []) }
    let names = found.identifiers.map { "  \($0)\n" }.joined()
    Output.error(
      found.identifiers.isEmpty
        ? "nightjar: no alert begins with \"\(alert)\"; nightjar alerts list shows all\n"
        : "nightjar: several alerts begin with \"\(alert)\"; give more of it:\n\(names)")
    throw Exit.usage
  }

  private func investigate(_ alert: JSONObject, _ investigation: Investigation) throws -> CaseReport {
    do {
      return try (iam ? prepared(investigation, alert) : investigation).report(on: alert)
    } catch let error as EvidenceError {
      Output.error("nightjar: \(error)\n")
      throw Exit.incomplete
    }
  }

  /// The investigation with what IAM says.
  private func prepared(_ investigation: Investigation, _ alert: JSONObject) throws -> Investigation {
    let options = aws.options
    var own = options
    own.roleARN = nil
    // The organization's policies are read with the credentials themselves: a role of a member account may not.
    let organization = own
    do {
      return try Blocking.run { () async throws -> Investigation in
        let client = try await AWSClient.make(options, defaultRegion: "us-east-1")
        let base = try await AWSClient.make(organization, defaultRegion: "us-east-1")
        return try await investigation.prepared(
          for: alert, with: IAMPolicySource(client, organization: base))
      }
    } catch let error as AWSError {
      Output.error("nightjar: \(error)\n")
      throw Exit.configuration
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

import Events
import Foundation
import TestSupport
import Testing

/// The program as users run it.
@Suite struct CommandLineTests {
  typealias Run = FinishedProgram

  /// The program lies beside the bundle of the tests.
  static let program: URL? = {
    let bundles =
      CommandLine.arguments + [Bundle.main.executablePath ?? ""] + Bundle.allBundles.map(\.bundlePath)
    let folders = bundles.filter { $0.contains(".xctest") }.map { path in
      URL(filePath: String(path[..<(path.firstRange(of: ".xctest")?.lowerBound ?? path.endIndex)]))
        .deletingLastPathComponent()
    }
    let candidates = folders + [SharedData.repository.appending(path: ".build/debug")]
    return candidates.map { $0.appending(path: "nightjar") }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
    }
  }()

  func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> Run {
    try FinishedProgram(
      running: try #require(Self.program), arguments, input: input,
      environment: ["NO_COLOR": "1"].merging(environment) { $1 })
  }

  private var sample: String { SharedData.examples.appending(path: "cloudtrail").path }
  private var seedRule: String {
    SharedData.repository.appending(path: "rules/aws/defense_evasion_config_recorder_stopped.toml").path
  }

  @Test func theSampleRaisesItsAlerts() throws {
    let result = try run(["scan", sample])
    #expect(result.status == 0 && result.lines.count == 4, "\(result.errors)")
    #expect(
      result.output.contains("2026-10-14T10:02:11Z  high      73    AWS Configuration Recorder Stopped"))
    #expect(result.errors.contains("351 events") && result.errors.contains("3 alerts: 1 high, 2 low"))
  }

  @Test func formatsAndFilters() throws {
    let alerts = try run(["scan", sample, "--output", "ndjson", "--quiet", "--min-severity", "high"])
    #expect(alerts.lines.count == 1 && alerts.errors.isEmpty)
    let line = try #require(alerts.lines.first)
    let alert = try JSONReader.read(String(line))
    #expect(
      alert["kibana.alert.rule.name"] == "AWS Configuration Recorder Stopped"
        && alert[path: "event.kind"] == "signal")
    #expect(try JSONReader.read(run(["scan", sample, "--output", "json", "-q"]).output).array?.count == 3)
    #expect(try run(["scan", sample, "--output", "csv", "-q"]).lines.count == 4)
    #expect(
      try JSONReader.read(String(run(["scan", sample, "--output", "ocsf", "-q"]).lines[0]))["class_uid"]
        == 2004)
    #expect(
      try run(["scan", sample, "-q", "--since", "2026-10-14T10:00:00Z", "--until", "2026-10-14T10:30:00Z"])
        .lines.count == 2)
    #expect(
      try run(["scan", sample, "-q", "--threads", "1"]).output
        == run(["scan", sample, "-q", "--threads", "4"]).output)
  }

  @Test func statusTellsWhatHappened() throws {
    #expect(try run(["scan", sample, "-q", "--fail-on", "high"]).status == 1)
    #expect(try run(["scan", sample, "-q", "--fail-on", "critical"]).status == 0)
    #expect(try run(["scan", sample, "-q", "--min-severity", "huge"]).status == 2)
    #expect(try run(["scan", sample, "-q", "--since", "yesterday"]).status == 2)
    #expect(try run(["scan", "/nowhere", "-q"]).status == 4)
    #expect(
      try run(["scan", sample, "-q", "-r", SharedData.examples.appending(path: "rules-broken").path]).status
        == 2)
    #expect(try run(["scan", sample, "-q", "--geo", "/nowhere.mmdb"]).status == 3)
    #expect(try run(["events", sample, "--query", "a: (b"]).status == 2)
    #expect(try run(["scan"]).status == 2)
  }

  @Test func filesAreOnlyReplacedOnRequest() throws {
    let folder = try TemporaryFolder()
    let report = folder.url.appending(path: "report.html").path
    #expect(try run(["scan", sample, "-q", "--output", "html", "-o", report]).status == 0)
    let refused = try run(["scan", sample, "-q", "--output", "html", "-o", report])
    #expect(refused.status == 2 && refused.errors.contains("--clobber"))
    #expect(try run(["scan", sample, "-q", "--output", "html", "-o", report, "--clobber"]).status == 0)
    let html = String(decoding: try SharedData.bytes(URL(filePath: report)), as: UTF8.self)
    #expect(html.contains("<h1>3 alerts</h1>") && html.hasSuffix("</html>\n"))
  }

  /// Every kind of bad file among good ones: all alerts of the good ones, each bad one by name, status 4.
  @Test func badFilesHideNoAlert() throws {
    let folder = try TemporaryFolder()
    let stop = try run([
      "events", sample, "--query", "event.action: StopConfigurationRecorder and event.outcome: success",
    ])
    let line = try #require(stop.lines.first)
    let original = try #require(try JSONReader.read(String(line))[path: "event.original"]?.string)
    for number in 0..<5 {
      _ = try folder.write(
        "good\(number).json",
        "{\"Records\":[\(original.replacing("\"eventID\":\"", with: "\"eventID\":\"\(number)"))]}")
    }
    let bad: [(String, [UInt8])] = [
      ("b-truncated.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xAB]),
      ("b-utf8.json", Array("{\"eventName\":\"".utf8) + [0xFF] + Array("\"}".utf8)),
      ("b-broken.json", Array("{\"Records\":[{".utf8)), ("b-text.txt", Array("hello".utf8)),
      ("b-scalar.json", Array("[1]".utf8)), ("b-shape.json", Array("{\"x\":1}".utf8)),
      ("b-deep.json", Array(("{\"eventName\":" + String(repeating: "[", count: 100_000)).utf8)),
      ("b-control.json", [0x7B, 0x22, 0x01, 0x22, 0x3A, 0x31, 0x7D]),
    ]
    for (name, bytes) in bad { _ = try folder.write(name, bytes) }
    let result = try run(["scan", folder.url.path, "--output", "ndjson"])
    #expect(result.status == 4 && result.lines.count == 5)
    for (name, _) in bad { #expect(result.errors.contains("/\(name)"), "\(name): \(result.errors)") }
  }

  @Test func eventsPrintDocumentsInOrder() throws {
    let records = (0..<3).map { #"{"eventName":"E\#($0)","eventTime":"2026-01-01T00:00:0\#($0)Z"}"# }.joined(
      separator: "\n")
    let result = try run(["events", "-"], input: records)
    #expect(result.status == 0)
    #expect(
      try result.lines.map { try JSONReader.read(String($0))[path: "event.action"]?.string } == [
        "E0", "E1", "E2",
      ])
    #expect(try run(["events", "-", "--query", "event.action: (E0 or E2)"], input: records).lines.count == 2)
    #expect(try run(["events", "-", "--output", "table"], input: records).lines.count == 4)
  }

  @Test func longValuesAreFoundOnRequest() throws {
    let long = #"{"eventName":"X","requestParameters":{"k":"\#(String(repeating: "x", count: 9000))needle"}}"#
    let query = ["--query", "aws.cloudtrail.request_parameters: *needle*"]
    #expect(try run(["events", "-"] + query, input: long).lines.isEmpty)
    #expect(try run(["events", "-", "--full-values"] + query, input: long).lines.count == 1)
  }

  @Test func rulesCommands() throws {
    #expect(try run(["rules", "list"]).lines.count >= 23)
    #expect(
      try run(["rules", "show", "AWS Configuration Recorder Stopped"]).output.contains(
        "StopConfigurationRecorder"))
    #expect(try run(["rules", "show", "nothing"]).status == 2)
    #expect(try run(["rules", "test"]).errors.contains(" 0 failed"))
    #expect(try run(["rules", "test", SharedData.examples.appending(path: "rules").path]).status == 0)
    let rows = try JSONReader.read(run(["rules", "check", "--output", "json", seedRule]).output)
    #expect(rows.array?.first?["status"] == "ok" && rows.array?.first?["type"] == "query")
    let broken = try run(["rules", "check", SharedData.examples.appending(path: "rules-broken").path])
    #expect(broken.status == 2 && broken.output.hasPrefix("error (line 2, column "))
    let folder = try TemporaryFolder()
    let out = folder.url.appending(path: "rules").path
    #expect(try run(["rules", "export", "--output", "toml", "-o", out]).status == 0)
    #expect(try run(["rules", "check", out]).status == 0)
    let export = folder.url.appending(path: "rules.ndjson").path
    #expect(try run(["rules", "export", "-o", export]).status == 0)
    #expect(try run(["scan", sample, "--no-builtin", "-r", export, "-q"]).lines.count == 4)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "skipped: no /dev/full"))
  func aFullDiskIsNoticed() throws {
    let process = Process()
    process.executableURL = try #require(Self.program)
    process.arguments = ["scan", sample, "--quiet"]
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
    let errors = Pipe()
    process.standardError = errors
    try process.start()
    let text = try errors.fileHandleForReading.readToEnd().map { String(decoding: $0, as: UTF8.self) } ?? ""
    process.waitUntilExit()
    #expect(process.terminationStatus == 4 && text.contains("cannot be written"), "\(text)")
  }

  @Test func helpAndDoctor() throws {
    #expect(try run(["--help"]).output.contains("EXIT STATUS:"))
    #expect(try run(["scan", "--help"]).output.contains("EXAMPLES:"))
    #expect(try run(["doctor"]).status == 0)
    for shell in ["bash", "zsh", "fish"] {
      #expect(try run(["--generate-completion-script", shell]).output.contains("nightjar"))
    }
  }
}

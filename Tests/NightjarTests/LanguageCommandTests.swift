import Events
import Foundation
import TestSupport
import Testing

/// The commands that languages, exceptions, previews and coverage came with, as a user types them.
@Suite struct LanguageCommandTests {
  private let sample = SharedData.examples.appending(path: "cloudtrail").path
  private let windows = SharedData.examples.appending(path: "exceptions/change-windows.toml").path
  private let seedRule = SharedData.repository
    .appending(path: "rules/aws/defense_evasion_config_recorder_stopped.toml").path

  private func run(_ arguments: [String], input: String = "") throws -> CommandLineTests.Run {
    try CommandLineTests().run(arguments, input: input)
  }

  @Test func eventsAnswerEQLInTheOrderOfTime() throws {
    let query =
      "sequence by user.name with maxspan=2h [any where event.action == \"StopConfigurationRecorder\" and event.outcome == \"success\"] [any where event.action == \"StartConfigurationRecorder\"]"
    let found = try run(["events", sample, "--language", "eql", "--query", query])
    #expect(found.status == 0 && found.lines.count == 2, "\(found.errors)")
    #expect(
      found.lines[0].contains("StopConfigurationRecorder")
        && found.lines[1].contains("StartConfigurationRecorder"))
    let wrong = try run(["events", sample, "--language", "eql", "--query", "any where a ="])
    #expect(wrong.status == 2 && wrong.errors.contains("line 1, column 13") && wrong.errors.contains("^"))
  }

  @Test func eventsAnswerESQL() throws {
    let query = "FROM logs-* | STATS n = COUNT(*) BY event.outcome | SORT n DESC"
    let found = try run(["events", sample, "--language", "esql", "--query", query])
    let first = try JSONReader.read(String(found.lines.first ?? ""))
    #expect(found.status == 0 && found.lines.count == 2 && first["event.outcome"] == "success")
    let table = try run(["events", sample, "--language", "esql", "--output", "table", "--query", query])
    #expect(table.lines.first?.split(separator: " ").map(String.init) == ["n", "event.outcome"])
    let folder = try TemporaryFolder()
    let owners = try folder.write("owners.csv", Array("user,team\nada,core\n".utf8))
    let joined = try run([
      "events", "-", "--language", "esql", "--table", "owners=\(owners)", "--query",
      "ROW user = \"ada\" | LOOKUP JOIN owners ON user",
    ])
    #expect(joined.output == "{\"user\":\"ada\",\"team\":\"core\"}\n")
    #expect(try run(["events", sample, "--language", "esql", "--query", "FROM x | WHERE 1"]).status == 2)
  }

  @Test func exceptionsExplainMatches() throws {
    let result = try run(["scan", sample, "--exceptions", windows, "--fail-on", "high"])
    #expect(result.status == 0 && result.lines.count == 3)
    #expect(
      result.errors.contains("1 match expected") && result.errors.contains("Account migration on Wednesdays"))
    let shown = try run(["scan", sample, "--exceptions", windows, "--expected", "--output", "ndjson", "-q"])
    #expect(shown.lines.count == 3 && shown.output.contains("expected: Account migration on Wednesdays"))
    let folder = try TemporaryFolder()
    let broken = try folder.write("e.toml", Array("[[exception]]\nname = \"x\"\nquery = \"a: (\"\n".utf8))
    let wrong = try run(["scan", sample, "--exceptions", broken])
    #expect(wrong.status == 2 && wrong.lines.count == 4 && wrong.errors.contains("e.toml"))
  }

  @Test func previewsNameRunsAndDifferences() throws {
    let folder = try TemporaryFolder()
    let text = String(decoding: try SharedData.bytes(URL(filePath: seedRule)), as: UTF8.self)
    let stricter = text.replacing("StopConfigurationRecorder", with: "DeleteConfigurationRecorder")
    let other = try folder.write("other.toml", Array(stricter.utf8))
    let result = try run(["rules", "preview", seedRule, sample, "--against", other])
    #expect(result.status == 0 && result.output.contains("1 event, 1 alert"), "\(result.errors)")
    #expect(result.output.contains("0 the same, 1 only here, 0 only there"))
    let json = try JSONReader.read(
      run(["rules", "preview", "AWS Configuration Recorder Stopped", sample, "--output", "json"]).output)
    #expect(json["alerts"]?.array?.count == 1 && (json["runs"]?.array?.count ?? 0) >= 1)
    #expect(try run(["rules", "preview", "nothing", sample]).status == 2)
  }

  @Test func coverageHasThreeForms() throws {
    #expect(try run(["rules", "coverage"]).output.contains("Defense Impairment"))
    #expect(try run(["rules", "coverage", "--attack", "16"]).output.contains("Defense Evasion"))
    #expect(try run(["rules", "coverage", "--attack", "7"]).status == 2)
    let layer = try JSONReader.read(run(["rules", "coverage", "--output", "navigator"]).output)
    #expect(layer["domain"] == "enterprise-attack" && (layer["techniques"]?.array?.count ?? 0) >= 3)
  }

  @Test func testsWriteReports() throws {
    let folder = try TemporaryFolder()
    let report = folder.url.appending(path: "report.xml").path
    let rules = SharedData.examples.appending(path: "rules").path
    let result = try run(["rules", "test", rules, "--output", "tap", "--junit", report])
    #expect(
      result.status == 0 && result.lines.first == "TAP version 14" && result.output.contains("ok 13 - "))
    #expect(
      String(decoding: try SharedData.bytes(URL(filePath: report)), as: UTF8.self).contains("failures=\"0\""))
  }

  /// A limit on the size of files stands for a disk that is full: the write fails in the middle.
  @Test func aFileThatCannotBeWrittenIsNamedAndNotLeftHalf() throws {
    let folder = try TemporaryFolder()
    let out = folder.url.appending(path: "alerts.ndjson").path
    let program = try #require(CommandLineTests.program).path
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "ulimit -f 8; exec \"$0\" scan \"$1\" -q --output ndjson -o \"$2\" 2>\"$3\"", program, sample,
      out,
      folder.url.appending(path: "errors").path,
    ]
    try process.start()
    process.waitUntilExit()
    let errors = String(
      decoding: try SharedData.bytes(folder.url.appending(path: "errors")), as: UTF8.self)
    #expect(process.terminationStatus == 4 && errors.contains("alerts.ndjson cannot be written"), "\(errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["errors"])
  }

  @Test func filesThatCannotBeOpenedAreNamedAndHideNothing() throws {
    let folder = try TemporaryFolder()
    let record =
      #"{"eventName":"StopConfigurationRecorder","eventSource":"config.amazonaws.com","eventTime":"2026-10-14T10:02:11Z","eventID":"e","recipientAccountId":"1"}"#
    _ = try folder.write("good.json", Array(record.utf8))
    let manager = FileManager.default
    let (loop, gone) = (
      folder.url.appending(path: "loop.json").path, folder.url.appending(path: "gone.json").path
    )
    try manager.createSymbolicLink(atPath: loop, withDestinationPath: loop)
    try manager.createSymbolicLink(
      atPath: gone, withDestinationPath: folder.url.appending(path: "nothing").path)
    let result = try run(["scan", folder.url.path, "--output", "ndjson"])
    #expect(result.status == 4 && result.lines.count == 1)
    #expect(result.errors.contains("loop.json") && result.errors.contains("gone.json"), "\(result.errors)")
  }
}

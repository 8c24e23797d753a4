import Foundation
import TestSupport
import Testing

/// `nightjar investigate` as users run it.
@Suite struct InvestigateCommandTests {
  private let commands = CommandLineTests()
  private var logs: String { SharedData.examples.appending(path: "cloudtrail/AWSLogs").path }
  private var policies: String { SharedData.examples.appending(path: "policies").path }
  private static let alert = "b165afd95e49"

  @Test func theSampleTellsItsStoryTwiceInTheSameBytes() throws {
    let arguments = ["investigate", Self.alert, "--events", logs, "--policies", policies]
    let first = try commands.run(arguments)
    #expect(first.status == 0, "\(first.errors)")
    for part in [
      "AssumeRole of user vendor-aurelis", "was off for 47 minutes", "5 by the same actor",
      "allowed by OperateConfigRecorders", "IAM User backup-writer", "What is incomplete",
    ] {
      #expect(first.output.contains(part), "\(part)")
    }
    let second = try commands.run(arguments + ["--threads", "1"])
    #expect(second.output == first.output)
  }

  @Test func alertsOfAScanGiveTheSameReport() throws {
    let folder = try TemporaryFolder()
    let scanned = try commands.run(["scan", logs, "--output", "ndjson", "-q"])
    let alerts = try folder.write("alerts.ndjson", scanned.output)
    let arguments = ["investigate", Self.alert, "--events", logs]
    let given = try commands.run(arguments + ["--alerts", alerts])
    let scannedAgain = try commands.run(arguments)
    #expect(given.status == 0 && given.output == scannedAgain.output)
  }

  @Test func jsonAndHTMLAreWritten() throws {
    let folder = try TemporaryFolder()
    let page = folder.url.appending(path: "case.html").path
    let html = try commands.run(["investigate", Self.alert, "--events", logs, "--output", "html", "-o", page])
    #expect(html.status == 0 && html.output.isEmpty)
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("<svg"))
    #expect(try commands.run(["investigate", Self.alert, "--events", logs, "-o", page]).status == 2)
    let json = try commands.run(["investigate", Self.alert, "--events", logs, "--output", "json"])
    #expect(json.output.hasPrefix("{\n  \"alert\"") && json.output.contains("\"seconds\": 2820"))
  }

  @Test func mistakesAreSaid() throws {
    let unknown = try commands.run(["investigate", "ffff", "--events", logs])
    #expect(unknown.status == 2 && unknown.errors.contains("no alert begins with \"ffff\""))
    #expect(unknown.errors.contains("AWS Configuration Recorder Stopped"))
    #expect(try commands.run(["investigate", "", "--events", logs]).status == 2)
    let both = try commands.run(["investigate", Self.alert, "--events", logs, "--data", "x"])
    #expect(both.status == 2)
    let noStore = try commands.run(["investigate", Self.alert, "--data", "/nonexistent"])
    #expect(noStore.status == 3 && noStore.errors.contains("holds no store"))
    #expect(try commands.run(["investigate", Self.alert, "--events", "-"]).status == 2)
    let folder = try commands.run(["investigate", Self.alert, "--events", logs, "--policies", "/nonexistent"])
    #expect(folder.status == 3 && folder.errors.contains("no such folder"))
    let lost = try commands.run(["investigate", Self.alert, "--events", logs, "/nonexistent/x"])
    #expect(lost.status == 4 && lost.output.contains("not read: /nonexistent/x"))
  }
}

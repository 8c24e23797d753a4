import Events
import Foundation
import OrderedCollections
import Storage
import TestSupport
import Testing

/// `nightjar alerts` on a data folder.
@Suite struct AlertsCommandTests {
  private func run(_ arguments: [String]) throws -> (status: Int32, output: String, errors: String) {
    let run = try CommandLineTests().run(arguments, environment: ["NIGHTJAR_SERVER": ""])
    return (run.status, run.output, run.errors)
  }

  /// A data folder with two alerts.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let store = try Store(folder: folder.url.appending(path: "data"))
    for (number, severity) in ["low", "high"].enumerated() {
      let document: JSONObject = [
        "@timestamp": .string("2026-10-14T11:0\(number):00.000Z"),
        "kibana.alert.uuid": .string("a\(number)0000"),
        "kibana.alert.rule.rule_id": "r", "kibana.alert.rule.name": "Rule",
        "kibana.alert.severity": .string(severity),
        "kibana.alert.risk_score": 50, "kibana.alert.workflow_status": "open", "user": ["name": "ada"],
      ]
      _ = try store.write { try $0.insertAlert(try AlertDraft(document: document)) }
    }
    try store.close()
    return folder
  }

  @Test func alertsAreListedAndWorkedOn() throws {
    let folder = try folder()
    let data = folder.url.appending(path: "data").path
    let all = try run(["alerts", "list", "--data", data, "--output", "ndjson"])
    #expect(all.status == 0)
    let lines = try all.output.split(separator: "\n").map { try JSONReader.read(String($0)) }
    #expect(lines.map { $0["kibana.alert.uuid"] } == ["a10000", "a00000"])
    let high = try run([
      "alerts", "list", "--data", data, "--min-severity", "high", "--query", "user.name: ada", "--output",
      "json",
    ])
    #expect(try JSONReader.read(high.output).array?.count == 1)
    #expect(try run(["alerts", "ack", "a1", "--data", data]).output == "a10000\n")
    #expect(
      try run(["alerts", "close", "a1", "--data", data, "--reason", "duplicate", "--note", "n"]).status == 0)
    let shown = try JSONReader.read(try run(["alerts", "show", "a1", "--data", data]).output)
    #expect(shown["alert"]?["kibana.alert.workflow_status"] == "closed")
    #expect(shown["alert"]?["kibana.alert.workflow_reason"] == "duplicate")
    #expect(shown["history"]?.array?.count == 3)
    let open = try run(["alerts", "list", "--data", data, "--status", "open", "--output", "ndjson"])
    #expect(open.output.split(separator: "\n").count == 1)
  }

  @Test func whatIsWrongIsSaid() throws {
    let folder = try folder()
    let data = folder.url.appending(path: "data").path
    let several = try run(["alerts", "ack", "a", "--data", data])
    #expect(several.status == 2)
    #expect(several.errors.contains("several alerts begin with"))
    #expect(try run(["alerts", "ack", "zz", "--data", data]).status == 2)
    #expect(try run(["alerts", "close", "a1", "--data", data, "--reason", "tired"]).status == 2)
    #expect(try run(["alerts", "list", "--data", folder.url.path]).status == 3)
    #expect(try run(["alerts", "list", "--data", data, "--query", "a:("]).status == 2)
    #expect(try run(["alerts", "list", "--server", "http://192.0.2.1", "--api-key", "x"]).status == 3)
    #expect(try run(["alerts", "list", "--server", "http://127.0.0.1:1", "--api-key", "x"]).status == 4)
  }
}

import Events
import Foundation
import Storage
import TestSupport
import Testing

/// A record that is dropped into the watched folder is an alert, a webhook call and an entry of the audit log.
@Suite struct ServeStoryTests {
  @Test func aDroppedRecordIsToldAndAudited() async throws {
    let folder = try TemporaryFolder()
    let data = folder.url.appending(path: "data")
    let calls = Log<LoopbackServer.Request>()
    let hook = try await LoopbackServer { request in
      calls.add(request)
      return .init(200, "")
    }
    let configuration = try folder.write(
      "nightjar.toml",
      """
      [[sink]]
      name = "hook"
      kind = "webhook"
      url = "\(hook.endpoint)/alerts"
      secret = "env:NIGHTJAR_SECRET_HOOK"
      allow_http = true
      allow_networks = ["127.0.0.0/8"]
      """)
    let server = try ServeProcess(
      data: data.path, folder: folder, configuration: configuration,
      environment: ["NIGHTJAR_SECRET_HOOK": "a secret that signs"])
    _ = try await server.listening()
    try Data(SampleRecords.make(1)[0].utf8).write(to: data.appending(path: "inbox/record.json"))
    let start = ContinuousClock.now
    try await until { !calls.entries.isEmpty }
    print("told \(ContinuousClock.now - start) after the record was dropped")

    let call = try #require(calls.entries.first)
    let store = try Store(folder: data)
    let alert = try #require(try store.read { try $0.alerts() }.alerts.first)
    #expect(call.headers["idempotency-key"] == alert.row.uuid && call.headers["x-nightjar-signature"] != nil)
    #expect(String(decoding: call.body, as: UTF8.self).contains(alert.row.uuid))
    let audit = try store.read { try $0.auditEntries() }
    #expect(audit.contains { $0.action == "alert.raised" && $0.subject == alert.row.uuid })
    #expect(server.stop() == 0)
    #expect(!server.text.contains("a secret that signs"))
  }
}

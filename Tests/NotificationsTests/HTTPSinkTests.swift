import Crypto
import Events
import Foundation
import OrderedCollections
import Storage
import TestSupport
import Testing

@testable import Notifications

/// Webhooks, Slack and PagerDuty against a real server.
@Suite struct HTTPSinkTests {
  private func webhook(_ url: String, _ extra: JSONObject = [:]) -> JSON {
    var table: JSONObject = [
      "name": "hook", "kind": "webhook", "url": .string(url), "allow_http": true, "timeout": "5m",
      "allow_networks": ["127.0.0.1"],
    ]
    table.merge(extra) { $1 }
    return .object(table)
  }

  @Test func webhooksAreSigned() async throws {
    let peer = try await HTTPRecorder()
    let bench = try Bench(
      [
        webhook(
          "http://127.0.0.1:\(peer.port)/hook?a=1",
          ["secret": "env:HOOK", "headers": ["X-Team": "soc", "Authorization": "env:TOKEN"]])
      ], variables: ["HOOK": "s3cret", "TOKEN": "Bearer abc"])
    try bench.offer(Samples.alert())
    try await bench.drain()
    let request = try #require(peer.requests.first)
    let (headers, body) = (request.headers, request.body)
    #expect(request.path == "/hook?a=1" && headers["idempotency-key"] == "alert-1")
    #expect(headers["x-team"] == "soc" && headers["authorization"] == "Bearer abc")
    #expect(headers["content-type"] == "application/json" && headers["user-agent"] == "nightjar/1.0")
    let seconds = try #require(headers["x-nightjar-timestamp"])
    let key = SymmetricKey(data: Data("s3cret".utf8))
    let code = HMAC<SHA256>.authenticationCode(for: Data("\(seconds).\(body)".utf8), using: key)
    #expect(
      headers["x-nightjar-signature"] == "v1=" + code.map { String(format: "%02x", $0) }.joined())
    #expect(try JSONReader.read(body)[path: "alert.user.name"] == "mallory")
  }

  @Test func answersDecide() async throws {
    let peer = try await HTTPRecorder()
    func run(_ path: String) async throws -> Delivery {
      let bench = try Bench([webhook("http://127.0.0.1:\(peer.port)/\(path)")], random: 0)
      try bench.offer(Samples.alert())
      try await bench.drain()
      return try #require(try bench.deliveries().first)
    }
    #expect(try await run("204").state == .sent)
    for path in ["400", "404", "410"] { #expect(try await run(path).state == .dead, "\(path)") }
    for path in ["500", "503", "429", "408"] { #expect(try await run(path).state == .queued, "\(path)") }
    let asked = try await run("429/120")
    #expect(asked.nextAttempt.nanoseconds - asked.created.nanoseconds == 120_000_000_000)
    let redirected = try await run("302")
    #expect(redirected.state == .dead && redirected.lastError?.contains("redirects") == true)
    #expect(!peer.requests.contains { $0.path.contains("redirected") })
  }

  @Test func nobodyThereIsTriedAgain() async throws {
    let bench = try Bench([webhook("http://127.0.0.1:1/", ["timeout": "2s"])])
    try bench.offer(Samples.alert())
    try await bench.drain()
    #expect(try bench.deliveries().first?.state == .queued)
  }

  @Test func addressesInsideAreNotConnectedTo() async throws {
    let peer = try await HTTPRecorder()
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"] {
      let bench = try Bench([webhook("http://\(host):\(peer.port)/", ["allow_networks": []])])
      try bench.offer(Samples.alert())
      try await bench.drain()
      let delivery = try #require(try bench.deliveries().first)
      #expect(delivery.state != .sent, "\(host)")
    }
    for url in ["http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://10.1.2.3/"] {
      let bench = try Bench([webhook(url)])
      try bench.offer(Samples.alert())
      try await bench.drain()
      let delivery = try #require(try bench.deliveries().first)
      #expect(
        delivery.state == .dead && delivery.lastError?.contains("is not connected to") == true, "\(url)")
    }
    #expect(peer.requests.isEmpty)
  }

  @Test func encryptedConnectionsCheckTheCertificate() async throws {
    let certificate = try Certificate.shared()
    let peer = try await Peers.https(certificates: certificate)
    for (name, authority, isSent) in [
      ("localhost", certificate.authority, true), ("127.0.0.1", certificate.authority, true),
      ("localhost", nil, false),
    ] {
      var extra: JSONObject = ["allow_http": false, "allow_networks": ["127.0.0.1", "::1"]]
      if let authority { extra["ca_file"] = .string(authority) }
      let bench = try Bench([webhook("https://\(name):\(peer.port)/", extra)])
      try bench.offer(Samples.alert())
      try await bench.drain()
      let delivery = try #require(try bench.deliveries().first)
      #expect((delivery.state == .sent) == isSent, "\(name): \(delivery.lastError ?? "")")
    }
  }

  @Test func templatesEscapeWhatAttackersWrite() async throws {
    let peer = try await HTTPRecorder()
    let template =
      #"{"who": "{{user.name}}", "what": "{{kibana.alert.rule.name}}", "n": "{{notice.subject}}", "x": "{{missing}}"}"#
    let bench = try Bench([
      webhook("http://127.0.0.1:\(peer.port)/", ["template": .string(template)])
    ])
    let name = "a\"},{\"evil\":\"\\\n{{user.name}}\u{0}<b>é"
    try bench.offer(Samples.alert(1, extra: ["user": ["name": .string(name)]]))
    try await bench.drain()
    let request = try #require(peer.requests.first)
    let body = try JSONReader.read(request.body)
    #expect(body["who"]?.string == name && body["what"] == "Config Stopped" && body["x"] == "")
    #expect(body.object?.count == 4)
  }

  @Test func slackGetsAMessageWithoutMarkup() async throws {
    let peer = try await HTTPRecorder()
    let sink: JSON = [
      "name": "slack", "kind": "slack", "url": "env:SLACK", "allow_http": true,
      "allow_networks": ["127.0.0.1"],
    ]
    let bench = try Bench(
      [sink], variables: ["SLACK": "http://127.0.0.1:\(peer.port)/services/T/B/secret"])
    try bench.offer(Samples.alert(1, extra: ["kibana.alert.reason": "<!channel> & <http://evil|click>"]))
    try await bench.drain()
    let request = try #require(peer.requests.first)
    let body = try JSONReader.read(request.body)
    #expect(request.path == "/services/T/B/secret")
    #expect(body["text"] == "[high] Config Stopped in 111122223333")
    let blocks = try #require(body["blocks"]?.array)
    #expect(blocks.map { $0["type"]?.string } == ["header", "section"])
    let text = try #require(blocks[1][path: "text.text"]?.string)
    #expect(text.contains("Reason: &lt;!channel&gt; &amp; &lt;http://evil|click&gt;") && !text.contains("<"))
  }

  @Test func pagerDutyTriggersAndResolves() async throws {
    let peer = try await HTTPRecorder()
    let sink: JSON = [
      "name": "pager", "kind": "pagerduty", "url": .string("http://127.0.0.1:\(peer.port)/202"),
      "allow_http": true, "allow_networks": ["127.0.0.1"], "routing_key": "env:PAGER",
    ]
    let bench = try Bench([sink], variables: ["PAGER": "0123456789abcdef0123456789abcdef"])
    try bench.offer(Samples.alert())
    try bench.store.write { try bench.intake.close(Samples.alert(), to: $0) }
    try await bench.drain()
    let bodies = try peer.requests.map { try JSONReader.read($0.body) }
    #expect(bodies.map { $0["event_action"]?.string } == ["trigger", "resolve"])
    #expect(bodies.allSatisfy { $0["dedup_key"] == "alert-1" })
    #expect(bodies.allSatisfy { $0["routing_key"] == "0123456789abcdef0123456789abcdef" })
    #expect(bodies[0][path: "payload.severity"] == "error")
  }

  @Test func secretsAppearNowhere() async throws {
    let sink: JSON = [
      "name": "slack", "kind": "slack", "url": "env:SLACK", "allow_http": true,
    ]
    let bench = try Bench([sink], variables: ["SLACK": "http://127.0.0.1:9/services/T/B/secret-token"])
    try bench.offer(Samples.alert())
    try await bench.drain()
    let delivery = try #require(try bench.deliveries().first)
    #expect(delivery.lastError != nil && !JSONWriter.text(delivery.payload).contains("secret-token"))
    #expect(delivery.lastError?.contains("secret-token") == false)
    // A secret that is missing is said by its name, and waited for.
    let missing = try Bench([sink])
    try missing.offer(Samples.alert())
    try await missing.drain()
    #expect(try missing.deliveries().first?.lastError?.contains("env:SLACK is not set") == true)
  }

  @Test func secretsThatComeBackAreNotRepeated() async throws {
    let peer = try await HTTPRecorder()
    let bench = try Bench(
      [webhook("http://127.0.0.1:\(peer.port)/400", ["headers": ["Authorization": "env:TOKEN"]])],
      variables: ["TOKEN": "Bearer abcdef"])
    try bench.offer(Samples.alert())
    try await bench.drain()
    let error = try #require(try bench.deliveries(.dead).first?.lastError)
    #expect(error.contains("you sent <redacted>") && !error.contains("abcdef"))
  }
}

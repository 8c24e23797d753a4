import Events
import OrderedCollections
import Storage
import TestSupport
import Testing

@testable import Notifications

/// Syslog against real listeners.
@Suite struct SyslogSinkTests {
  /// The first thing that a server received.
  private func first(_ peer: PythonPeer) async throws -> JSON {
    try JSONReader.read(try await peer.lines(1)[0])
  }

  private func deliver(
    _ transport: String, _ alert: JSONObject = Samples.alert(), _ extra: JSONObject = [:]
  ) async throws -> (Delivery, PythonPeer) {
    let certificate = try Certificate.shared()
    let peer = try await Peers.syslog(transport, certificates: certificate)
    var table: JSONObject = [
      "name": "siem", "kind": "syslog", "host": "127.0.0.1", "port": .number(JSONNumber(peer.port)),
      "transport": .string(transport), "timeout": "5m", "ca_file": .string(certificate.authority),
    ]
    table.merge(extra) { $1 }
    let bench = try Bench([.object(table)])
    try bench.offer(alert)
    try await bench.drain()
    return (try #require(try bench.deliveries().first), peer)
  }

  @Test(arguments: ["udp", "tcp", "tls"]) func messagesArrive(_ transport: String) async throws {
    let (delivery, peer) = try await deliver(transport)
    #expect(delivery.state == .sent, "\(delivery.lastError ?? "")")
    let message = try #require(await first(peer).string)
    // Facility 13, severity 3: 13 * 8 + 3.
    let format =
      #/<107>1 2026-10-14T12:00:00\.000Z host nightjar \d+ alert \[nightjar@32473 ([^\]]+)\] \u{FEFF}(.+)/#
    let match = try #require(try format.wholeMatch(in: message), "\(message)")
    #expect(match.1.contains("id=\"alert-1\"") && match.1.contains("rule_id=\"rule-1\""))
    #expect(match.2.hasPrefix("[high] Config Stopped in 111122223333; Reason: mallory"))
  }

  @Test func attackersAddNoLinesAndNoData() async throws {
    let alert = Samples.alert(
      1, ruleID: "a\"] evil=\\", extra: ["kibana.alert.reason": "x\n<13>1 - - forged"])
    let (_, peer) = try await deliver("udp", alert)
    let message = try #require(await first(peer).string)
    #expect(message.contains(#"rule_id="a\"\] evil=\\""#) && !message.contains("\n"))
  }

  @Test func documentsThatDoNotFitAreToldInWords() async throws {
    let big = Samples.alert(1, extra: ["big": .string(String(repeating: "é", count: 5000))])
    let (_, peer) = try await deliver("udp", big, ["format": "native"])
    let message = try #require(await first(peer).string)
    #expect(message.utf8.count <= 2048 && message.contains("[high] Config Stopped"))
    let (_, other) = try await deliver("tcp", big, ["format": "native"])
    let whole = try #require(await first(other).string)
    let document = try #require(whole.split(separator: "\u{FEFF}").last)
    #expect(try JSONReader.read(String(document))["kind"] == "alert")
  }

  @Test func anUnknownCertificateGetsNothing() async throws {
    let (delivery, peer) = try await deliver("tls", Samples.alert(), ["ca_file": .null])
    #expect(delivery.state == .queued)
    #expect(try peer.lines().isEmpty)
  }
}

import AWS
import Events
import OrderedCollections
import TestSupport
import Testing

@testable import Notifications

@Suite struct SettingsTests {
  private func problem(_ table: JSON) -> String? {
    do throws(SettingsError) {
      _ = try NotificationSettings(sinks: [table])
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func problem(_ kind: String, _ extra: JSONObject) -> String? {
    var table: JSONObject = ["name": "s", "kind": .string(kind)]
    table.merge(extra) { $1 }
    return problem(.object(table))
  }

  @Test func everyKindIsRead() {
    let good: [(String, JSONObject)] = [
      ("webhook", ["url": "https://example.com/x", "secret": "env:A", "format": "ocsf"]),
      ("webhook", ["url": "env:URL", "template": "{\"a\": \"{{user.name}}\"}"]),
      ("slack", ["url": "file:/run/secrets/slack", "template": "{{notice.subject}}"]),
      ("pagerduty", ["routing_key": "env:P"]),
      ("email", ["host": "mail", "from": "a@b.c", "to": ["d@e.f"], "user": "u", "password": "env:M"]),
      ("syslog", ["host": "siem", "transport": "tls", "facility": 4]),
      ("file", ["path": "/var/log/alerts", "format": "text"]),
      ("sns", ["topic_arn": "arn:aws:sns:eu-west-1:111122223333:x"]),
      ("sqs", ["queue_url": "https://sqs.eu-west-1.amazonaws.com/111122223333/q"]),
      ("security_hub", ["account": "111122223333", "region": "eu-west-1"]),
      (
        "file",
        [
          "path": "x", "min_severity": "high", "rules": ["a*"], "exclude_rules": [], "accounts": ["1"],
          "closed": true, "throttle": "1h", "storm_alerts": 1, "storm_window": "1m", "attempts": 3,
          "backoff": "1s", "backoff_cap": "1m", "timeout": "5s", "quiet_except": "high",
          "quiet": [["from": "22:00", "to": "06:00", "timezone": "UTC", "days": ["mon"]]],
        ]
      ),
    ]
    for (kind, table) in good { #expect(problem(kind, table) == nil, "\(kind)") }
  }

  @Test func mistakesAreNamed() throws {
    let cases: [(String, JSONObject, String)] = [
      ("webhook", [:], "sink[0].url is missing"),
      ("webhook", ["url": "https://u:p@example.com"], "must not have a user"),
      ("webhook", ["url": "http://example.com"], "allow_http"),
      ("webhook", ["url": "ftp://example.com"], "must begin with https://"),
      ("webhook", ["url": "https://"], "must be an address"),
      ("webhook", ["url": "https://exa%6Dple.com/"], "must have a host of letters"),
      ("webhook", ["url": "https://a/", "secret": "hunter2"], "secrets do not stand in settings"),
      ("webhook", ["url": "https://a/", "headers": ["Host": "x"]], "no header that can be set"),
      ("webhook", ["url": "https://a/", "headers": ["X-A": "b\r\nc: d"]], "control characters"),
      ("webhook", ["url": "https://a/", "headers": ["X A": "b"]], "no header that can be set"),
      ("webhook", ["url": "https://a/", "template": "{\"a\": {{user.name}}}"], "does not give JSON"),
      ("webhook", ["url": "https://a/", "template": "{{#a}}"], "no Mustache template"),
      ("webhook", ["url": "https://a/", "template": "{}", "format": "text"], "beside template"),
      ("webhook", ["url": "https://a/", "allow_networks": ["x"]], "takes addresses and networks"),
      ("slack", ["url": "https://hooks.slack.com/services/T/B/X"], "secrets do not stand in settings"),
      ("pagerduty", [:], "routing_key is missing"),
      ("email", ["host": "m", "from": "a@b.c", "to": []], "1 to 100 addresses"),
      ("email", ["host": "m", "from": "a@b\r\nX: y", "to": ["a@b.c"]], "must be an address"),
      ("email", ["host": "m", "from": "a@b.c", "to": ["d@e.f"], "user": "u"], "belong together"),
      (
        "email",
        [
          "host": "m", "from": "a@b.c", "to": ["d@e.f"], "user": "u", "password": "env:A",
          "encryption": "none",
        ], "in clear"
      ),
      ("syslog", ["host": "s", "facility": 24], "from 0 to 23"),
      ("syslog", ["host": "s", "transport": "carrier"], "one of udp, tcp, tls"),
      ("syslog", ["host": "s", "app_name": "a b"], "without spaces"),
      ("sns", ["topic_arn": "topic"], "must be an ARN"),
      ("sqs", ["queue_url": "http://localhost/q"], "region is missing"),
      ("security_hub", ["account": "1", "region": "x"], "12 digits"),
      ("carrier", [:], "kind must be one of webhook"),
      ("file", ["path": "x", "pth": "y"], "pth is not a known key; known are"),
      ("file", ["path": 1], "path must be a text"),
      ("file", ["path": "x", "min_severity": "huge"], "one of low, medium, high, critical"),
      ("file", ["path": "x", "throttle": "soon"], "a number with s, m, h or d"),
      ("file", ["path": "x", "attempts": 0], "from 1 to 1000"),
      ("file", ["path": "x", "backoff": "2h"], "longer than backoff_cap"),
      ("file", ["path": "x", "timeout": "1h"], "at most 5m"),
      (
        "file", ["path": "x", "quiet": [["from": "25:00", "to": "1:00", "timezone": "UTC"]]],
        "time of the day"
      ),
      ("file", ["path": "x", "quiet_except": "high"], "without quiet"),
      ("file", ["path": "x", "name": "a b"], "letters, digits"),
    ]
    for (kind, table, expected) in cases {
      let message = problem(kind, table)
      #expect(message?.contains(expected) == true, "\(kind): \(message ?? "no problem") for \(expected)")
    }
    let sink: JSON = ["name": "s", "kind": "file", "path": "x"]
    #expect(throws: SettingsError.self) { try NotificationSettings(sinks: [sink, sink]) }
    #expect(problem(["kind": "file", "path": "x"])?.contains("name is missing") == true)
    #expect(problem(["name": "x", "path": "x"])?.contains("kind is missing") == true)
  }

  @Test func secretsAreReadWhereTheyLie() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("secret", "s3cret\n")
    #expect(try SecretReference("file:\(file)", key: "k").resolve([:]).reveal() == "s3cret")
    #expect(try SecretReference("env:A", key: "k").resolve(["A": "b"]).reveal() == "b")
    #expect(throws: SettingsError.self) { try SecretReference("env:A", key: "k").resolve([:]) }
    let empty = try folder.write("empty", "\n")
    #expect(throws: SettingsError.self) { try SecretReference("file:\(empty)", key: "k").resolve([:]) }
    #expect(throws: SettingsError.self) { try SecretReference("file:/nowhere", key: "k").resolve([:]) }
  }

  @Test func patternsMatch() {
    for (pattern, text) in [
      ("*", ""), ("a*", "ABC"), ("*c", "abc"), ("a*c", "abc"), ("a*b*c", "aXbYc"), ("abc", "abc"),
    ] {
      #expect(SinkFilter.matches(pattern, text), "\(pattern) \(text)")
    }
    for (pattern, text) in [("", "a"), ("a", "ab"), ("a*c", "abcd"), ("ab*bc", "abc"), ("*b*", "acd")] {
      #expect(!SinkFilter.matches(pattern, text), "\(pattern) \(text)")
    }
  }
}

import CloudTrail
import Detection
import Events
import Foundation
import Inputs
import OrderedCollections
import Query
import RuleTesting
import Rules
import TestSupport
import Testing

@Suite struct DetectorTests {
  static let now = Timestamp("2026-11-24T12:00:00Z") ?? Timestamp(nanoseconds: 0)

  static func rule(
    _ extra: String = "", query: String = "event.action: StopConfigurationRecorder", id: String = "r1"
  ) throws -> Rule {
    try RuleLoader.parseTOML(
      """
      [rule]
      author = ["A"]
      description = "d"
      name = "Recorder stopped"
      query = '''\(query)'''
      risk_score = 21
      rule_id = "\(id)"
      severity = "low"
      type = "query"
      \(extra)
      """, path: "r.toml"
    ).rule
  }

  static func detector(_ rules: [Rule], options: DetectorOptions = DetectorOptions(now: now)) -> Detector {
    Detector(
      rules: RuleSet(rules, now: now), mapper: ECSMapper(options: ECSMapper.Options(ingested: now)),
      options: options)
  }

  static func alerts(_ rules: [Rule], _ text: String, options: DetectorOptions = DetectorOptions(now: now))
    -> [JSON]
  {
    let detector = detector(rules, options: options)
    _ = RecordReader().read(text: Array(text.utf8), named: "t", handler: detector)
    return detector.alerts.map { .object($0.document) }
  }

  static let stop = """
    {"eventVersion":"1.11","userIdentity":{"type":"IAMUser","userName":"ada","accountId":"111122223333"},"eventTime":"2026-10-14T10:02:11Z",\
    "eventSource":"config.amazonaws.com","eventName":"StopConfigurationRecorder","awsRegion":"eu-central-1","sourceIPAddress":"192.0.2.1",\
    "requestParameters":{"configurationRecorderName":"default"},"eventID":"e-1","recipientAccountId":"111122223333"}
    """

  @Test func alertsHaveKibanasFields() throws {
    let alert = try #require(Self.alerts([try Self.rule("tags = [\"t\"]")], Self.stop).first)
    let expected: [String: JSON] = [
      "kibana.alert.rule.rule_id": "r1", "kibana.alert.rule.name": "Recorder stopped",
      "kibana.alert.severity": "low", "kibana.alert.risk_score": 21,
      "kibana.alert.status": "active", "kibana.alert.workflow_status": "open", "kibana.alert.depth": 1,
      "kibana.alert.original_time": "2026-10-14T10:02:11.000Z",
      "kibana.alert.ancestors": [
        ["id": "111122223333/e-1", "type": "event", "index": "logs-aws.cloudtrail-default", "depth": 0]
      ],
      "kibana.alert.original_event.action": "StopConfigurationRecorder",
      "kibana.alert.original_event.kind": "event", "@timestamp": "2026-11-24T12:00:00.000Z",
      "kibana.alert.rule.tags": ["t"], "kibana.alert.rule.category": "Custom Query Rule",
      "kibana.alert.rule.rule_type_id": "siem.queryRule",
      "kibana.alert.reason": "event with source 192.0.2.1, by ada created low alert Recorder stopped.",
      "kibana.space_ids": ["default"],
    ]
    for (field, value) in expected { #expect(alert[field] == value, "\(field)") }
    #expect(
      alert[path: "event.kind"] == "signal" && alert[path: "event.action"] == "StopConfigurationRecorder")
    #expect(
      alert["kibana.alert.uuid"]?.string?.count == 64
        && alert["kibana.alert.rule.parameters"]?["query"] != nil)
  }

  @Test func theSameEventAlertsOnceWhateverItsEnvelope() throws {
    let rules = [try Self.rule()]
    let text = [
      Self.stop, #"{"Records":[\#(Self.stop),\#(Self.stop)]}"#,
      #"{"detail-type":"x","detail":\#(Self.stop)}"#,
      JSONWriter.text(["Events": [["CloudTrailEvent": .string(Self.stop)]]]),
    ]
    #expect(Self.alerts(rules, text.joined(separator: "\n")).count == 1)
    #expect(Set(text.map { Self.alerts(rules, $0).map { $0["kibana.alert.uuid"] } }).count == 1)
  }

  @Test func identifiersTellRulesEventsAndAccountsApart() throws {
    let rules = [try Self.rule(), try Self.rule(id: "r2")]
    let other = Self.stop.replacing(
      "\"recipientAccountId\":\"111122223333\"", with: "\"recipientAccountId\":\"444455556666\"")
    let alerts = Self.alerts(
      rules, [Self.stop, other, Self.stop.replacing("e-1", with: "e-2")].joined(separator: "\n"))
    #expect(alerts.count == 6 && Set(alerts.map { $0["kibana.alert.uuid"] }).count == 6)
    // Without an eventID the text itself is the identity.
    let nameless = Self.stop.replacing("\"eventID\":\"e-1\",", with: "")
    #expect(
      Self.alerts([rules[0]], "\(nameless)\n\(nameless)\n\(nameless.replacing("ada", with: "eve"))").count
        == 2)
  }

  @Test func overridesFollowTheEvent() throws {
    let mapping = """
      rule_name_override = "event.action"
      [[rule.severity_mapping]]
      field = "user.name"
      operator = "equals"
      severity = "high"
      value = "ada"
      [[rule.severity_mapping]]
      field = "event.severity"
      operator = "equals"
      severity = "critical"
      value = "99"
      [[rule.risk_score_mapping]]
      field = "event.risk_score"
      operator = "equals"
      value = ""
      """
    let rule = try Self.rule(mapping, query: "event.action: x")
    func alert(_ event: String) throws -> JSON {
      try #require(
        Self.alerts([rule], #"{"_id":"1","_source":{"event":{"action":"x"\#(event)},"user":{"name":"ada"}}}"#)
          .first)
    }
    #expect(try alert("")["kibana.alert.severity"] == "high" && alert("")["kibana.alert.rule.name"] == "x")
    #expect(try alert(#","severity":99.0"#)["kibana.alert.severity"] == "critical")
    #expect(try alert(#","risk_score":[10,87.5,400]"#)["kibana.alert.risk_score"] == 87)
    #expect(try alert(#","risk_score":"high"# + "\"")["kibana.alert.risk_score"] == 21)
  }

  @Test func timesBoundWhatIsMatched() throws {
    let rules = [try Self.rule()]
    func count(_ since: String?, _ until: String?) -> Int {
      let options = DetectorOptions(
        now: Self.now, since: since.flatMap { Timestamp($0) }, until: until.flatMap { Timestamp($0) })
      return Self.alerts(rules, Self.stop, options: options).count
    }
    #expect(
      count(nil, nil) == 1 && count("2026-10-14T10:02:11Z", nil) == 1
        && count("2026-10-14T10:02:12Z", nil) == 0)
    #expect(count(nil, "2026-10-14T10:02:11Z") == 0 && count("2026-10-14", "2026-10-15") == 1)
  }

  @Test func indexPatternsHoldForDocumentsWithAnIndex() throws {
    let rule = try Self.rule("index = [\"logs-*\", \"-logs-x*\"]", query: "a: b")
    func count(_ index: String) -> Int {
      Self.alerts([rule], #"{"_id":"1"\#(index),"_source":{"a":"b"}}"#).count
    }
    #expect(
      count("") == 1 && count(#","_index":"logs-y""#) == 1 && count(#","_index":"logs-xy""#) == 0
        && count(#","_index":"metrics""#) == 0)
  }

  @Test func filtersHoldBesideTheQuery() throws {
    let filter = """
      [[rule.filters]]
      [rule.filters.meta]
      negate = true
      [rule.filters.query.wildcard."user.name"]
      case_insensitive = true
      value = "AD*"
      """
    #expect(Self.alerts([try Self.rule(filter)], Self.stop).isEmpty)
    #expect(Self.alerts([try Self.rule(filter.replacing("AD*", with: "X*"))], Self.stop).count == 1)
  }

  @Test func rulesThatCannotRunAreNamed() throws {
    func check(_ rule: Rule) throws -> RuleCheck { try #require(RuleSet([rule], now: Self.now).checks.first) }
    let good = try check(Self.rule())
    #expect(good.status == .ok && good.reason == nil && good.notes.isEmpty)
    #expect(try check(Self.rule(query: "a: (b")).status == .error)
    #expect(
      try check(Self.rule(query: "source.port: x")).reason?.contains("source.port is of type long") == true)
    #expect(try check(Self.rule("language = \"lucene\"")).reason == "language lucene")
    #expect(try check(Self.rule(query: "aws.cloudtrail.request_parameters: *x*")).notes.count == 1)
    let esql = try RuleLoader.parseTOML(
      "[rule]\nauthor=[]\ndescription=\"d\"\nname=\"n\"\nquery=\"FROM logs-* | COMPLETION x = y WITH z\"\nrisk_score=1\nrule_id=\"e\"\nseverity=\"low\"\ntype=\"esql\"",
      path: "e.toml")
    let other = try check(esql.rule)
    #expect(other.status == .unsupported && other.reason == "command COMPLETION")
  }

  @Test func builtinRulesPassTheirTests() {
    let tester = RuleTester(now: Self.now)
    let results = RuleLoader.builtin().files.flatMap { tester.run($0) }
    #expect(results.count >= 100)
    for result in results {
      #expect(result.passed, "\(result.rule.name): \(result.test.name): \(result.failure ?? "")")
    }
  }

  @Test func aWrongExpectationFails() throws {
    let file = try RuleLoader.parseTOML(
      """
      [rule]
      author = []
      description = "d"
      name = "n"
      query = "event.action: x"
      risk_score = 1
      rule_id = "t"
      severity = "low"
      type = "query"
      [[test]]
      name = "wrong"
      alerts = 1
      events = ['{"eventName":"y"}']
      [[test]]
      name = "no record"
      alerts = 0
      events = ['{"hello":1}']
      """, path: "t.toml")
    let results = RuleTester(now: Self.now).run(file)
    #expect(results.map(\.passed) == [false, false])
  }
}

import Events
import Evidence
import OrderedCollections
import Rules
import TestSupport
import Testing

/// Queries that rules bring in Elastic's form.
@Suite struct GuideQueryTests {
  private static let rule = """
    [metadata]
    maturity = "production"

    [rule]
    author = ["A"]
    description = "d"
    name = "Recorder"
    note = \"\"\"
    ## Triage

    Look at the calls of this user:
    $investigate_0
    and at those without one:
    $investigate_1

    ## Response
    - Start it.
    \"\"\"
    query = 'event.action: "StopConfigurationRecorder" and event.outcome: success'
    risk_score = 21
    rule_id = "id-1"
    severity = "low"
    type = "query"

    [transform]

    [[transform.investigate]]
    label = "Calls of the user"
    providers = [
      [
        { excluded = false, field = "user.name", queryType = "phrase", value = "{{user.name}}", valueType = "string" },
        { excluded = true, field = "event.action", queryType = "phrase", value = "StopConfigurationRecorder", valueType = "string" },
      ],
    ]
    relativeFrom = "now-24h"
    relativeTo = "now+1h"

    [[transform.investigate]]
    label = "Calls of the host"
    providers = [[{ field = "host.name", queryType = "phrase", value = "{{host.name}}", valueType = "string" }]]
    """

  private func log() -> Log {
    var log = Log()
    log.add("09:30:00", "iam", "CreateUser", request: #"{"userName":"x"}"#)
    log.add("09:40:00", "iam", "CreateUser", request: #"{"userName":"y"}"#, user: "bob")
    log.add("10:00:00", "config", "StopConfigurationRecorder")
    return log
  }

  private func check(_ report: CaseReport) throws {
    let queries = report.findings.filter { $0.collector == "events" }
    try #require(queries.count == 2)
    #expect(queries[0].query == #"(user.name: "alice" and not event.action: "StopConfigurationRecorder")"#)
    #expect(queries[0].answer.hasPrefix("1 event matches"))
    #expect(queries[1].answer == "The alert has no host.name, so the query cannot be asked.")
    #expect(report.guide.contains("**Calls of the user**: 1 event matches"))
    #expect(!report.guide.contains("$investigate") && !report.guide.contains("!{investigate"))
    #expect(report.recommended == "- Start it.")
  }

  @Test func areAskedWithTheValuesOfTheAlert() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.json", log().text)
    let rule = try RuleLoader.parseTOML(Self.rule, path: "r.toml").rule
    try check(try #require(try Sample.report("Recorder", in: [path], rules: [rule])))
  }

  /// What an attacker wrote into a name must not become a part of the query.
  @Test func valuesStayValues() throws {
    var log = Log()
    log.add("10:00:00", "config", "StopConfigurationRecorder", user: #"x\" or user.name: \"*"#)
    log.add("10:10:00", "iam", "CreateUser", user: "bob")
    let folder = try TemporaryFolder()
    let path = try folder.write("a.json", log.text)
    let text =
      Self.rule.replacing(#""{{user.name}}""#, with: #""pre {{user.name}} post""#) + """

        [[investigation.step]]
        name = "Mine"
        collector = "events"
        parameters = { query = "user.name: {{user.name}}" }
        """
    let rule = try RuleLoader.parseTOML(text, path: "r.toml").rule
    let report = try #require(try Sample.report("Recorder", in: [path], rules: [rule]))
    let own = try #require(report.findings.first { $0.title == "Mine" })
    #expect(own.query == #"user.name: "x\" or user.name: \"*""#)
    #expect(own.answer.hasPrefix("1 event matches"))
    let query = try #require(report.findings.first { $0.title.hasPrefix("Query 1") })
    #expect(query.answer == "No event matches.", "\(query.query ?? "")")
  }

  @Test func areReadFromTheGuideOfAnExportToo() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.json", log().text)
    let rule = try RuleLoader.parseTOML(Self.rule, path: "r.toml").rule
    let export = try folder.write("rules.ndjson", RuleWriter.ndjson([rule]))
    let imported = RuleLoader.load(paths: [export])
    #expect(imported.problems.isEmpty)
    try check(try #require(try Sample.report("Recorder", in: [path], rules: imported.rules)))
  }
}

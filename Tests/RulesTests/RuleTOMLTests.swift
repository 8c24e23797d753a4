import Events
import OrderedCollections
import Rules
import TestSupport
import Testing

@Suite struct RuleTOMLTests {
  private static let minimal = """
    [metadata]
    maturity = "production"

    [rule]
    author = ["A"]
    description = "d"
    name = "n"
    query = '''
    a: b
    '''
    risk_score = 21
    rule_id = "id-1"
    severity = "low"
    type = "query"
    """

  private func parse(_ text: String) throws(RuleError) -> RuleFile {
    try RuleLoader.parseTOML(text, path: "r.toml")
  }

  @Test func readsWhatTheEngineUses() throws {
    let rule = try parse(
      Self.minimal + """

        index = ["logs-*"]
        building_block_type = "default"
        rule_name_override = "event.action"
        tags = ["t"]
        [[rule.severity_mapping]]
        field = "event.severity"
        operator = "equals"
        severity = "critical"
        value = "99"
        [[rule.risk_score_mapping]]
        field = "event.risk_score"
        operator = "equals"
        value = ""
        [[rule.threat]]
        framework = "MITRE ATT&CK"
        [rule.threat.tactic]
        id = "TA0005"
        name = "Defense Evasion"
        reference = "https://attack.mitre.org/tactics/TA0005/"
        [[rule.threat.technique]]
        id = "T1562"
        name = "Impair Defenses"
        reference = "https://attack.mitre.org/techniques/T1562/"
        [[rule.threat.technique.subtechnique]]
        id = "T1562.008"
        name = "Disable or Modify Cloud Logs"
        reference = "https://attack.mitre.org/techniques/T1562/008/"
        """
    ).rule
    #expect(rule.ruleID == "id-1" && rule.type == .query && rule.language == .kuery && rule.query == "a: b\n")
    #expect(
      rule.index == ["logs-*"] && rule.buildingBlockType == "default"
        && rule.ruleNameOverride == "event.action")
    #expect(
      rule.severityMapping.map(\.severity) == [.critical]
        && rule.riskScoreMapping.map(\.field) == ["event.risk_score"])
    #expect(rule.threat.first?.techniques.first?.subtechniques.map(\.id) == ["T1562.008"])
  }

  @Test(arguments: [
    ("severity = \"low\"", "severity = \"bad\"", 13, "rule.severity"),
    ("risk_score = 21", "risk_score = 101", 11, "rule.risk_score"),
    ("risk_score = 21", "risk_score = \"21\"", 11, "rule.risk_score"),
    ("type = \"query\"", "type = \"querry\"", 14, "rule.type"),
    ("name = \"n\"", "name = \"  \"", 7, "rule.name"), ("name = \"n\"", "nam = \"n\"", 7, "rule.nam"),
    ("maturity", "maturty", 2, "metadata.maturty"),
    ("author = [\"A\"]", "author = \"A\"", 5, "rule.author"),
    ("author = [\"A\"]", "author = [\"A\", 5]", 5, "rule.author[1]"),
    ("type = \"query\"", "type = \"query\"\nlanguage = \"eql\"", 15, "rule.language"),
    ("type = \"query\"", "type = \"query\"\ninterval = \"5 minutes\"", 15, "rule.interval"),
    ("type = \"query\"", "type = \"query\"\nfrom = \"yesterday\"", 15, "rule.from"),
    ("type = \"query\"", "type = \"query\"\nmax_signals = 0", 15, "rule.max_signals"),
    ("type = \"query\"", "type = \"query\"\nindex = [\"a\"]\ndata_view_id = \"x\"", 16, "rule.data_view_id"),
    ("type = \"query\"", "type = \"threshold\"", 4, "rule.threshold"),
    ("type = \"query\"", "type = \"query\"\nthreat_query = \"a: b\"", 15, "rule.threat_query"),
    (
      "type = \"query\"",
      "type = \"new_terms\"\nnew_terms_fields = [\"a\",\"b\",\"c\",\"d\"]\nhistory_window_start = \"now-7d\"",
      15, "rule.new_terms_fields"
    ),
    (
      "type = \"query\"", "type = \"new_terms\"\nnew_terms_fields = [\"a\"]\nhistory_window_start = \"soon\"",
      16, "rule.history_window_start"
    ),
    (
      "type = \"query\"", "type = \"machine_learning\"\nanomaly_threshold = 50", 4,
      "rule.machine_learning_job_id"
    ),
    (
      "type = \"query\"", "type = \"query\"\n[rule.threshold]\nfield = \"a\"\nvalue = 1", 15, "rule.threshold"
    ),
    (
      "type = \"query\"",
      "type = \"query\"\n[[rule.threat]]\nframework = \"MITRE ATT&CK\"\n[rule.threat.tactic]\nid = \"T1\"\nname = \"x\"\nreference = \"https://attack.mitre.org/\"",
      18, "rule.threat[0].tactic.id"
    ),
    (
      "type = \"query\"",
      "type = \"query\"\n[rule.alert_suppression]\nmissing_fields_strategy = \"x\"\ngroup_by = [\"a\"]", 16,
      "rule.alert_suppression.missing_fields_strategy"
    ),
    ("type = \"query\"", "type = \"query\"\n[[test]]\nname = \"t\"\nevents = ['{}']", 15, "test[0].alerts"),
    (
      "type = \"query\"", "type = \"query\"\n[[test]]\nname = \"t\"\nalerts = 1\nevents = ['{']", 18,
      "test[0].events[0]"
    ),
    ("type = \"query\"", "type = \"query\"\n[[test]]\nname = \"t\"\nalerts = 1", 15, "test[0].events"),
    ("type = \"query\"", "type = \"query\"\n[other]\nx = 1", 15, "other"),
  ])
  func mistakesAreNamedWithTheirPlace(_ old: String, _ new: String, _ line: Int, _ field: String) {
    let text = Self.minimal.replacing(old, with: new)
    do throws(RuleError) {
      _ = try parse(text)
      Issue.record("accepted: \(new)")
    } catch {
      #expect(error.path == "r.toml" && error.field == field && error.line == line, "\(error)")
    }
  }

  @Test func brokenTOMLNamesTheLine() {
    do throws(RuleError) {
      _ = try parse("[rule]\nname = \"a\nx = 1")
      Issue.record("accepted")
    } catch {
      #expect(error.line == 2)
    }
  }

  @Test func unknownKeysGetAHint() {
    do throws(RuleError) {
      _ = try parse(Self.minimal.replacing("risk_score", with: "risk_scor"))
      Issue.record("accepted")
    } catch {
      #expect(error.message.contains("did you mean risk_score?"))
    }
  }

  @Test func guidesGetTheirQueries() throws {
    let file = try parse(
      Self.minimal.replacing(
        "name = \"n\"", with: "name = \"n\"\nnote = \"see $investigate_0 and $investigate_1\"") + """

          [[transform.investigate]]
          label = "one"
          providers = [[{ excluded = false, field = "host.id", queryType = "phrase", value = "{{host.id}}", valueType = "string" }]]
          [[transform.investigate]]
          label = "two"
          providers = []
          """)
    let note = try #require(RuleWriter.apiObject(file.rule)["note"]?.string)
    #expect(
      note.contains(#"see !{investigate{"label":"one","providers":[[{"excluded":false,"field":"host.id""#))
    #expect(note.hasSuffix(#"and !{investigate{"label":"two","providers":[]}}"#))
  }

  @Test func newTermsHaveTwoForms() throws {
    let table =
      Self.minimal.replacing("\"query\"", with: "\"new_terms\"") + """

        [rule.new_terms]
        field = "new_terms_fields"
        value = ["user.name"]
        [[rule.new_terms.history_window_start]]
        field = "history_window_start"
        value = "now-7d"
        """
    let rule = try parse(table).rule
    #expect(
      rule.fields["new_terms_fields"] == ["user.name"] && rule.fields["history_window_start"] == "now-7d")
    #expect(try parse(RuleWriter.toml(rule)).rule == rule)
  }

  @Test func builtinRulesSurviveBothFormats() throws {
    let builtin = RuleLoader.builtin()
    #expect(builtin.problems.isEmpty && builtin.files.count >= 23)
    let folder = try TemporaryFolder()
    for file in builtin.files {
      #expect(try parse(RuleWriter.toml(file.rule)).rule == file.rule)
      #expect(
        file.tests.contains { $0.alerts > 0 } && file.tests.contains { $0.alerts == 0 }, "\(file.rule.name)")
    }
    let export = try folder.write("rules.ndjson", RuleWriter.ndjson(builtin.rules))
    let read = RuleLoader.load(paths: [export])
    #expect(
      read.problems.isEmpty
        && read.rules.map { RuleWriter.apiObject($0) } == builtin.rules.map { RuleWriter.apiObject($0) })
  }
}

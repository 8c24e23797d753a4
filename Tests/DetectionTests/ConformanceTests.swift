import CloudTrail
import Detection
import Events
import Foundation
import Inputs
import OrderedCollections
import Query
import Rules
import TestSupport
import Testing

/// Elastic's rules over real records, against a straightforward evaluation: each rule alone, every document fully built.
@Suite(.enabled(if: SharedData.folder != nil, "skipped: no ../shared/data")) struct ConformanceTests {
  private func data(_ path: String) throws -> URL { try #require(SharedData.folder).appending(path: path) }

  private func scan(_ rules: RuleSet, _ paths: [String]) -> ScanResult {
    let result = ScanResult()
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: DetectorTests.now))
    _ = FileScan(list: FileList(paths: paths), threads: 2).run(
      makeHandler: {
        Detector(rules: rules, mapper: mapper, options: DetectorOptions(now: DetectorTests.now))
      },
      finish: { result.add($0) }, tick: { _ in true })
    return result
  }

  @Test func alertsAreThoseOfAStraightforwardEvaluation() throws {
    let loaded = RuleLoader.load(paths: [try data("elastic-rules/integrations/aws").path])
    let rules = RuleSet(loaded.rules, now: DetectorTests.now)
    let folder = try data("cloudtrail/invictus")
    let found = Set(
      scan(rules, [folder.path]).alerts.filter { rules.rules[$0.rule].type == .query }
        .map { "\(rules.rules[$0.rule].ruleID) \($0.uuid)" })

    var expected: Set<String> = []
    let mapper = ECSMapper(options: ECSMapper.Options(ingested: DetectorTests.now))
    let alone = try loaded.rules.filter { $0.type == .query }.map { rule in
      var builder = ProgramBuilder()
      _ = builder.add(try KQLCompiler(now: DetectorTests.now).compile(try KQLParser.parse(rule.query ?? "")))
      let program = builder.build()
      return (rule.ruleID, Matcher(program: program), DocumentSource(catalog: program.catalog))
    }
    for file in try SharedData.files(in: folder, suffix: ".json") {
      for record in try JSONReader.read(try SharedData.bytes(file))["Records"]?.array ?? [] {
        let members = try #require(record.object)
        let document = mapper.document(record: members, original: "")
        let account = members["recipientAccountId"]?.string ?? ""
        let id = "\(account)/\(members["eventID"]?.string ?? "")"
        for (ruleID, matcher, source) in alone {
          source.move(to: document)
          guard matcher.matches(query: 0, source) else { continue }
          let identity = EventIdentity(index: EventIdentity.cloudTrailIndex, id: id)
          expected.insert("\(ruleID) \(AlertID.single(ruleID: ruleID, event: identity))")
        }
      }
    }
    #expect(found == expected && expected.count > 20)
  }

  @Test func theRecorderRuleFindsEveryEnvelopeOnce() throws {
    let rule = try data("elastic-rules/integrations/aws/defense_evasion_configuration_recorder_stopped.toml")
    let rules = RuleSet(RuleLoader.load(paths: [rule.path]).rules, now: DetectorTests.now)
    var total: Set<String> = []
    for file in try SharedData.files(in: try data("cloudtrail/stop-recorder"), suffix: ".json") {
      let text = String(decoding: try SharedData.bytes(file), as: UTF8.self)
      let isStop =
        text.contains("\"StopConfigurationRecorder\"")
        && text.contains("\"config.amazonaws.com\"") && !text.contains("\"errorCode\"")
      let alerts = scan(rules, [file.path]).alerts
      #expect(alerts.count == (isStop ? 1 : 0), "\(file.lastPathComponent)")
      total.formUnion(alerts.map(\.uuid))
    }
    let together = scan(rules, [try data("cloudtrail/stop-recorder").path]).alerts.map(\.uuid)
    #expect(Set(together) == total && together.count == total.count)
  }

  @Test func everyQueryRuleMatchesItsEvent() throws {
    let loaded = RuleLoader.load(paths: [try data("elastic-rules").path])
    let rules = RuleSet(loaded.rules, now: DetectorTests.now)
    let running = Set(zip(rules.rules, rules.checks).filter { $0.1.status == .ok }.map(\.0.ruleID))
    let detector = Detector(
      rules: rules, mapper: ECSMapper(options: ECSMapper.Options(ingested: DetectorTests.now)),
      options: DetectorOptions(now: DetectorTests.now))
    var wanted: Set<String> = []
    for line in try SharedData.bytes(try data("rule-positives.ndjson")).split(separator: 0x0A) {
      let row = try JSONReader.read(Array(line))
      let (rule, id) = (row["rule_id"]?.string ?? "", row["_id"]?.string ?? "")
      if running.contains(rule) { wanted.insert("\(rule) \(id)") }
      let hit: JSON = ["_id": .string(id), "_source": row["_source"] ?? .null]
      _ = RecordReader().read(text: Array(JSONWriter.text(hit).utf8), named: id, handler: detector)
    }
    let found = detector.alerts.map { alert in
      "\(rules.rules[alert.rule].ruleID) \(alert.document["kibana.alert.ancestors"]?.array?.first?["id"]?.string ?? "")"
    }
    #expect(wanted.subtracting(found) == [] && wanted.count > 300)
  }

  @Test func onlyForeignJobsAndCompletionAreUnsupported() throws {
    let loaded = RuleLoader.load(paths: [try data("elastic-rules").path])
    let rules = RuleSet(loaded.rules, now: DetectorTests.now)
    for (rule, check) in zip(rules.rules, rules.checks) where check.status != .ok {
      let isForeignJob = check.reason?.hasPrefix("machine learning job") == true
      let isCompletion = rule.type == .esql && check.reason == "command COMPLETION"
      #expect(check.status == .unsupported && (isForeignJob || isCompletion), "\(rule.source.path): \(check)")
    }
    #expect(rules.runningCount >= 1958)
    let aws = zip(rules.rules, rules.checks).filter { $0.0.source.path.contains("/aws") }
    #expect(aws.count > 200 && aws.allSatisfy { $0.1.status == .ok })
  }
}

import Detection
import Engine
import Events
import OrderedCollections
import Query
import Rules
import Storage

/// One rule, with what the store knows of it.
struct RuleDetail: Sendable {
  /// What was read.
  struct Content: Sendable {
    var runs: [RuleExecution] = []
    var gaps: [RuleGap] = []
    var versions: [RuleVersion] = []
    var alerts: [StoredAlert] = []
    var alertTotal = 0
    var expected = 0
    var hits: [String: ExpectedHits] = [:]
  }

  static let tabs = [
    ("definition", "Definition"), ("guide", "Guide"), ("alerts", "Alerts"), ("exceptions", "Exceptions"),
    ("runs", "Runs and gaps"), ("versions", "Versions"), ("tests", "Tests"),
  ]

  let rule: Rule
  let edition: Edition
  let tab: String
  let now: Timestamp
  let version: Int64?

  /// Reads what the tab shows.
  ///
  /// - Throws: `StoreError`.
  func read(_ reader: StoreReader) throws -> Content {
    var content = Content()
    let condition = try KQLCompiler(now: now).compile(
      KQLParser.parse(KQLText.has("kibana.alert.rule.rule_id", rule.ruleID)))
    content.alertTotal = try reader.alertCount(
      AlertSearch(condition: condition, includesBuildingBlocks: true))
    content.runs = try reader.runs(rule: rule.ruleID, limit: tab == "runs" ? 100 : 1)
    content.gaps = try reader.gaps(rule: rule.ruleID, limit: 100)
    switch tab {
    case "alerts":
      content.alerts = try reader.alerts(AlertSearch(condition: condition, includesBuildingBlocks: true))
        .alerts
    case "versions": content.versions = try reader.ruleVersions(rule.ruleID)
    case "exceptions":
      for hit in try reader.expectedHits() where hit.rule == rule.ruleID { content.hits[hit.exception] = hit }
    default: break
    }
    return content
  }

  /// The values of the template.
  func values(_ content: Content) -> PageValues {
    let path = "/rules/\(PageAddress.encoded(rule.ruleID))"
    var values: PageValues = [
      "id": rule.ruleID, "path": path, "name": rule.name, "isEnabled": edition.enabled.contains(rule.ruleID),
      "severityCell": SeverityValues.of(rule.severity.rawValue), "risk": rule.riskScore,
      "type": rule.type.rawValue.replacing("_", with: " "),
      "alertTotal": TimeText.count(content.alertTotal),
      "tabs": Self.tabs.map { tab, name in
        ["name": name, "isCurrent": tab == self.tab, "target": "\(path)?tab=\(tab)"] as PageValues
      },
      "tab": tab, "isOwn": rule.source.path.hasPrefix("store"), "sourcePath": rule.source.path,
      "isOnArrival": edition.arrival.rules.contains(rule),
    ]
    for (name, _) in Self.tabs { values["is_\(name)"] = name == tab }
    if let check = edition.check(rule.ruleID), check.status != .ok {
      values["broken"] = ["status": check.status.rawValue, "reason": check.reason ?? ""] as PageValues
    }
    if let run = content.runs.first { values["lastRun"] = RunValues.of(run, now: now) }
    switch tab {
    case "guide": addGuide(&values)
    case "alerts":
      values["alerts"] = content.alerts.map { AlertRowValues.of($0, columns: AlertColumn.usual, now: now) }
    case "exceptions": values["exceptions"] = exceptions(content)
    case "runs":
      values["runs"] = content.runs.map { RunValues.of($0, now: now) }
      values["gaps"] = content.gaps.map { RunValues.of($0, now: now) }
    case "versions": addVersions(content, &values)
    case "tests": values["tests"] = tests
    default: addDefinition(&values)
    }
    return values
  }

  private func addDefinition(_ values: inout PageValues) {
    if let text = rule.fields["description"]?.string {
      values["about"] = ["blocks": MarkdownValues.blocks(text)] as PageValues
    }
    if let query = rule.query { values["query"] = query }
    values["language"] = rule.language?.rawValue ?? ""
    values["explore"] = PageAddress.path(
      "/explore", [("q", rule.query), ("lang", rule.language?.rawValue), ("from", "now-7d")])
    values["toml"] = RuleWriter.toml(rule)
    values["facts"] = facts
    values["threats"] = rule.threat.flatMap { threat -> [PageValues] in
      [["id": threat.tactic.id, "name": threat.tactic.name]]
        + threat.techniques.flatMap { technique in
          ([technique.entry] + technique.subtechniques).map { ["id": $0.id, "name": $0.name] as PageValues }
        }
    }
    values["references"] = (rule.fields["references"]?.array ?? []).compactMap(\.string).map { address in
      ["address": address, "isWeb": MarkdownValues.isWeb(address)] as PageValues
    }
    values["falsePositives"] = (rule.fields["false_positives"]?.array ?? []).compactMap(\.string).map {
      ["words": $0] as PageValues
    }
    values["tags"] = rule.tags.map { ["name": $0] as PageValues }
  }

  private var facts: [PageValues] {
    var facts: [(String, String)] = [
      ("Identifier", rule.ruleID), ("Type", rule.type.rawValue),
      ("Every", rule.fields["interval"]?.string ?? "5m"),
      ("Looks at", "\(rule.fields["from"]?.string ?? "now-6m") to \(rule.fields["to"]?.string ?? "now")"),
      ("Time field", rule.timestampOverride ?? "@timestamp"),
      ("Most alerts of a run", String(rule.maxSignals)),
      ("Indices", (rule.index ?? []).joined(separator: ", ")), ("Comes from", rule.source.path),
    ]
    if !rule.thresholdFields.isEmpty || rule.type == .threshold {
      facts.append(("Threshold", "\(rule.thresholdValue) by \(rule.thresholdFields.joined(separator: ", "))"))
    }
    if !rule.newTermsFields.isEmpty {
      facts.append(("New terms of", rule.newTermsFields.joined(separator: ", ")))
    }
    return facts.filter { !$0.1.isEmpty }.map { ["label": $0.0, "content": $0.1] }
  }

  private func addGuide(_ values: inout PageValues) {
    let note = rule.fields["note"]?.string ?? ""
    if !note.isEmpty { values["guide"] = ["blocks": MarkdownValues.blocks(note)] as PageValues }
    values["steps"] = rule.investigationSteps.map { step in
      ["stepName": step.name, "collector": step.collector.rawValue, "meaning": step.meaning] as PageValues
    }
  }

  private func exceptions(_ content: Content) -> [PageValues] {
    edition.exceptions.items(for: rule).map { ExceptionValues.of($0, hits: content.hits[$0.name], now: now) }
  }

  private func addVersions(_ content: Content, _ values: inout PageValues) {
    let path = "/rules/\(PageAddress.encoded(rule.ruleID))"
    let versions = content.versions
    values["versions"] = versions.enumerated().map { place, version in
      [
        "versionID": version.id, "at": AlertRowValues.time(version.changedAt, now), "by": version.changedBy,
        "isCurrent": version.isCurrent, "hash": String(version.hash.prefix(12)),
        "source": version.source ?? "made here",
        "target": "\(path)?tab=versions&version=\(version.id)", "hasOlder": place + 1 < versions.count,
        "isDeleted": version.isDeleted,
      ] as PageValues
    }
    guard versions.count > 1 else { return }
    let place = version.flatMap { id in versions.firstIndex { $0.id == id } } ?? 0
    guard place + 1 < versions.count else { return }
    values["diff"] =
      [
        "of": versions[place].id, "to": versions[place + 1].id,
        "lines": LineDiff.values(Self.readable(versions[place + 1]), Self.readable(versions[place])),
      ] as PageValues
  }

  /// The text of a version in lines that people can compare.
  private static func readable(_ version: RuleVersion) -> String {
    guard version.format == "json", let value = try? JSONReader.read(version.text), let object = value.object
    else {
      return version.text
    }
    guard let rule = try? Rule(stored: object, source: RuleSource(path: "store")) else {
      return DocumentFields.json(object)
    }
    return RuleWriter.toml(rule)
  }

  private var tests: [PageValues] {
    let builtin = RuleLoader.builtin().files
    let own = builtin.first { $0.rule.ruleID == rule.ruleID && $0.rule.source == rule.source }
    let file = own ?? RuleLoader.load(paths: [rule.source.path]).files.first { $0.rule.ruleID == rule.ruleID }
    return (file?.tests ?? []).map { test in
      ["testName": test.name, "alerts": test.alerts, "events": test.events.count + test.files.count]
        as PageValues
    }
  }
}

import Detection
import Engine
import Events
import OrderedCollections
import Rules
import Storage

/// The list of rules, as its address asks for it.
struct RuleList {
  let parameters: FormBody
  let edition: Edition
  let latest: [String: RuleExecution]
  let gaps: [RuleGap]
  let now: Timestamp
  let failures: [String: String]

  private var isMonitoring: Bool { parameters["tab"] == "monitoring" }
  private var text: String { parameters["q"] ?? "" }
  private var state: String { parameters["state"] ?? "all" }
  private var severity: String { parameters["severity"] ?? "" }

  private var shown: [Rule] {
    let words = text.lowercased().split(separator: " ")
    return edition.rules.filter { rule in
      guard state == "all" || (state == "on") == edition.enabled.contains(rule.ruleID) else { return false }
      guard severity.isEmpty || rule.severity.rawValue == severity else { return false }
      let hay = ([rule.name, rule.ruleID, rule.type.rawValue] + rule.tags).joined(separator: " ").lowercased()
      return words.allSatisfy { hay.contains($0) }
    }.sorted { ($0.name, $0.ruleID) < ($1.name, $1.ruleID) }
  }

  /// The values of the template.
  var values: PageValues {
    let shown = shown
    return [
      "q": text, "isMonitoring": isMonitoring, "rows": shown.map(row), "hasRows": !shown.isEmpty,
      "total": edition.rules.count, "count": shown.count, "on": edition.enabled.count,
      "problems": edition.problems.prefix(50).map { ["words": $0] as PageValues },
      "problemCount": edition.problems.count,
      "hasProblems": !edition.problems.isEmpty, "hasRules": !edition.rules.isEmpty,
      "tabs": [("installed", "Installed"), ("monitoring", "Monitoring")].map { tab, name in
        [
          "name": name, "isCurrent": (tab == "monitoring") == isMonitoring,
          "target": PageAddress.path(
            "/rules", [("tab", tab), ("q", text), ("state", state), ("severity", severity)]),
        ] as PageValues
      },
      "tab": isMonitoring ? "monitoring" : "installed",
      "states": [("all", "all"), ("on", "on"), ("off", "off")].map { value, name in
        ["value": value, "name": name, "isChosen": value == state] as PageValues
      },
      "severities": [""] + Severity.allCases.map(\.rawValue),
      "severityOptions": ([""] + Severity.allCases.map(\.rawValue)).map { value in
        ["value": value, "name": value.isEmpty ? "any severity" : value, "isChosen": value == severity]
          as PageValues
      },
    ]
  }

  /// Whether a tag tells rules apart.
  private static func isTelling(_ tag: String) -> Bool {
    !["Domain: ", "Data Source: AWS", "Data Source: Amazon Web Services", "Resources: "].contains {
      tag == $0 || tag.hasPrefix($0) && $0.hasSuffix(" ")
    }
  }

  private func row(_ rule: Rule) -> PageValues {
    let isEnabled = edition.enabled.contains(rule.ruleID)
    var values: PageValues = [
      "id": rule.ruleID, "path": "/rules/\(PageAddress.encoded(rule.ruleID))", "name": rule.name,
      "type": rule.type.rawValue.replacing("_", with: " "),
      "severityCell": SeverityValues.of(rule.severity.rawValue),
      "risk": rule.riskScore, "isEnabled": isEnabled, "interval": rule.fields["interval"]?.string ?? "5m",
      "tags": rule.tags.filter(Self.isTelling).prefix(3).map { ["name": $0] as PageValues },
      "isOnArrival": edition.arrival.rules.contains(rule),
    ]
    if let check = edition.check(rule.ruleID), check.status != .ok {
      values["broken"] = ["status": check.status.rawValue, "reason": check.reason ?? ""] as PageValues
    }
    if let run = latest[rule.ruleID] { values["lastRun"] = RunValues.of(run, now: now) }
    if let reason = failures[rule.ruleID] { values["failing"] = reason }
    let open = gaps.filter { $0.rule == rule.ruleID && $0.status != .filled }
    values["gapCount"] = open.count
    values["hasGaps"] = !open.isEmpty
    return values
  }
}

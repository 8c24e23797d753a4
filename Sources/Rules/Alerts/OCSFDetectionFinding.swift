public import Events
public import OrderedCollections

/// Alerts as Detection Findings of the Open Cybersecurity Schema Framework.
///
/// Source: https://schema.ocsf.io/1.3.0/classes/detection_finding (class 2004).
public enum OCSFDetectionFinding {
  /// What happened to the finding.
  public enum Activity: Int, Sendable, Hashable {
    /// It was created.
    case create = 1
    /// It was closed.
    case close = 3
  }

  /// The finding of an alert.
  ///
  /// - Parameters:
  ///   - alert: The alert document.
  ///   - version: The version of the program that made it.
  ///   - activity: What happened to it.
  /// - Returns: The finding as an OCSF event.
  public static func finding(
    _ alert: JSONObject, version: String, activity: Activity = .create
  ) -> JSON {
    let (verb, status, statusID) = activity == .create ? ("Create", "New", 1) : ("Close", "Resolved", 4)
    let row = AlertSummary(alert)
    let severity = severity(row.severity)
    let time = milliseconds(row.time)
    var finding: JSONObject = [
      "activity_id": .number(JSONNumber(activity.rawValue)), "activity_name": .string(verb),
      "category_uid": 2, "category_name": "Findings",
      "class_uid": 2004, "class_name": "Detection Finding",
      "type_uid": .number(JSONNumber(200_400 + activity.rawValue)),
      "type_name": .string("Detection Finding: \(verb)"), "severity_id": .number(JSONNumber(severity.id)),
      "severity": .string(severity.name), "status_id": .number(JSONNumber(statusID)),
      "status": .string(status), "time": time,
      "message": .string(row.reason), "risk_score": .number(JSONNumber(row.riskScore)),
      "metadata": metadata(row, version), "finding_info": info(row, alert, time: time), "cloud": cloud(row),
      "evidences": evidences(row, alert), "observables": observables(row),
    ]
    let resources = resources(alert)
    if !resources.isEmpty { finding["resources"] = .array(resources) }
    return .object(finding)
  }

  private static func severity(_ name: String) -> (id: Int, name: String) {
    switch name {
    case "critical": (5, "Critical")
    case "high": (4, "High")
    case "medium": (3, "Medium")
    default: (2, "Low")
    }
  }

  private static func milliseconds(_ time: String) -> JSON {
    .number(JSONNumber(Int(Timestamp(time)?.milliseconds ?? 0)))
  }

  private static func metadata(_ row: AlertSummary, _ version: String) -> JSON {
    [
      "version": "1.3.0", "uid": .string(row.uuid), "original_time": .string(row.time), "profiles": ["cloud"],
      "product": ["name": "Nightjar", "vendor_name": "Nightjar", "version": .string(version)],
    ]
  }

  private static func info(_ row: AlertSummary, _ alert: JSONObject, time: JSON) -> JSON {
    var info: JSONObject = [
      "uid": .string(row.uuid), "title": .string(row.ruleName), "created_time": time,
      "analytic": ["type_id": 1, "type": "Rule", "uid": .string(row.ruleID), "name": .string(row.ruleName)],
    ]
    if let description = AlertFields.text(alert, "kibana.alert.rule.description") {
      info["desc"] = .string(description)
    }
    let attacks = (AlertFields.value(alert, "kibana.alert.rule.threat")?.array ?? []).flatMap(attacks)
    if !attacks.isEmpty { info["attacks"] = .array(attacks) }
    return .object(info)
  }

  /// A row for each technique or sub-technique of a tactic.
  private static func attacks(_ threat: JSON) -> [JSON] {
    let tactic: JSON = [
      "uid": threat[path: "tactic.id"] ?? .null, "name": threat[path: "tactic.name"] ?? .null,
    ]
    func entry(_ value: JSON) -> JSON { ["uid": value["id"] ?? .null, "name": value["name"] ?? .null] }
    let rows = (threat["technique"]?.array ?? []).flatMap { technique -> [JSON] in
      let subtechniques = technique["subtechnique"]?.array ?? []
      let plain: JSON = ["tactic": tactic, "technique": entry(technique)]
      return subtechniques.isEmpty
        ? [plain]
        : subtechniques.map { ["tactic": tactic, "technique": entry(technique), "sub_technique": entry($0)] }
    }
    return rows.isEmpty ? [["tactic": tactic]] : rows
  }

  private static func cloud(_ row: AlertSummary) -> JSON {
    var cloud: JSONObject = ["provider": "AWS"]
    if !row.account.isEmpty {
      cloud["account"] = ["uid": .string(row.account), "type_id": 10, "type": "AWS Account"]
    }
    if !row.region.isEmpty { cloud["region"] = .string(row.region) }
    return .object(cloud)
  }

  private static func evidences(_ row: AlertSummary, _ alert: JSONObject) -> JSON {
    var user: JSONObject = [:]
    if !row.principal.isEmpty { user["name"] = .string(row.principal) }
    if let arn = AlertFields.text(alert, "aws.cloudtrail.user_identity.arn") { user["uid"] = .string(arn) }
    var evidence: JSONObject = [:]
    if !user.isEmpty { evidence["actor"] = ["user": .object(user)] }
    if let ip = AlertFields.text(alert, "source.ip") { evidence["src_endpoint"] = ["ip": .string(ip)] }
    if !row.action.isEmpty {
      var api: JSONObject = ["operation": .string(row.action)]
      if let provider = AlertFields.text(alert, "event.provider") {
        api["service"] = ["name": .string(provider)]
      }
      evidence["api"] = .object(api)
    }
    return evidence.isEmpty ? [] : [.object(evidence)]
  }

  private static func observables(_ row: AlertSummary) -> JSON {
    var found: [JSON] = []
    if IPAddress(row.source) != nil {
      found.append([
        "name": "evidences[].src_endpoint.ip", "type_id": 2, "type": "IP Address",
        "value": .string(row.source),
      ])
    }
    if !row.principal.isEmpty {
      found.append([
        "name": "evidences[].actor.user.name", "type_id": 4, "type": "User Name",
        "value": .string(row.principal),
      ])
    }
    return .array(found)
  }

  private static func resources(_ alert: JSONObject) -> [JSON] {
    (alert[path: "aws.cloudtrail.resources"]?.array ?? []).compactMap { resource in
      guard let arn = resource["arn"]?.string else { return nil }
      var entry: JSONObject = ["uid": .string(arn)]
      if let type = resource["type"]?.string { entry["type"] = .string(type) }
      return .object(entry)
    }
  }
}

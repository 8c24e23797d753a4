import Crypto
public import Events
public import OrderedCollections

/// Findings as alert documents with Kibana's `kibana.alert.*` fields, like those of rules.
///
/// The techniques are ATT&CK's T1562.008 "Impair Defenses: Disable or Modify Cloud Logs" and T1070 "Indicator Removal"
/// (https://attack.mitre.org/techniques/T1562/008/, https://attack.mitre.org/techniques/T1070/), as in version 18.
public enum IntegrityAlert {
  /// The alert of a finding. The same finding gives the same `kibana.alert.uuid` whenever it is made.
  ///
  /// - Parameters:
  ///   - finding: The finding.
  ///   - created: The time of the alert.
  /// - Returns: The alert document.
  public static func document(_ finding: IntegrityFinding, created: Timestamp) -> JSONObject {
    let rule = IntegrityRule(finding.kind)
    let time = JSON.string(created.description)
    var alert: JSONObject = [
      "@timestamp": time, "kibana.alert.uuid": .string(uuid(finding, rule)), "kibana.alert.status": "active",
      "kibana.alert.workflow_status": "open", "kibana.alert.workflow_tags": [],
      "kibana.alert.workflow_assignee_ids": [], "kibana.alert.start": time,
      "kibana.alert.last_detected": time, "kibana.alert.depth": 1, "kibana.space_ids": ["default"],
      "kibana.alert.ancestors": .array(finding.files.map(ancestor)),
      "kibana.alert.severity": .string(rule.severity),
      "kibana.alert.risk_score": .number(JSONNumber(rule.riskScore)),
      "kibana.alert.reason": .string(reason(finding)), "message": .string(reason(finding)),
    ]
    alert.merge(rule.fields) { $1 }
    if let original = finding.time {
      alert["kibana.alert.original_time"] = .string(original.description)
    }
    alert.merge(source(finding, rule)) { $1 }
    return alert
  }

  private static func uuid(_ finding: IntegrityFinding, _ rule: IntegrityRule) -> String {
    // A gap is the same one until its older end changes; a file is the same wherever the copy lies.
    let place = finding.digest?.key ?? finding.gap?.from?.description ?? finding.gap?.to?.description ?? ""
    let parts = ["nightjar/alert/integrity", rule.id, finding.chain.description, place]
    return Hexadecimal.sha256(Array(parts.joined(separator: "\0").utf8))
  }

  private static func ancestor(_ file: ObjectLocation) -> JSON {
    ["id": .string(file.description), "type": "event", "index": "", "depth": 0]
  }

  private static func reason(_ finding: IntegrityFinding) -> String {
    let place = finding.files.first?.description ?? ""
    let why = finding.reason.map { ": \($0)" } ?? ""
    let others = finding.count > 1 ? " and \(finding.count - 1) more" : ""
    return switch finding.kind {
    case .logAltered: "log file \(place)\(others) is not what CloudTrail delivered\(why)"
    case .logMissing: "log file \(place)\(others) was delivered by CloudTrail and is gone"
    case .digestAltered: "digest \(place) is not what CloudTrail delivered\(why)"
    case .digestMissing: "digest \(place) was delivered by CloudTrail and is gone"
    case .gap: "nothing proves the logs of \(finding.chain) \(period(finding.gap))"
    }
  }

  private static func period(_ gap: DigestGap?) -> String {
    let from = gap?.from.map { "from \($0) " } ?? ""
    let to = gap?.to.map { "to \($0)" } ?? ""
    return gap?.cause == .absent
      ? "\(from)\(to): there are no digests" : "\(from)\(to): a new chain of digests begins then"
  }

  private static func source(_ finding: IntegrityFinding, _ rule: IntegrityRule) -> JSONObject {
    var fields: JSONObject = [
      "event": [
        "kind": "signal", "category": ["configuration"], "type": [.string(rule.eventType)],
        "module": "nightjar", "dataset": "nightjar.integrity", "action": .string(finding.kind.rawValue),
      ],
      "cloud": [
        "provider": "aws", "account": ["id": .string(finding.chain.account)],
        "region": .string(finding.chain.region),
      ],
    ]
    var integrity: JSONObject = [
      "trail": .string(finding.chain.trail), "home_region": .string(finding.chain.homeRegion),
      "backfill": .bool(finding.chain.isBackfill), "files": .number(JSONNumber(finding.count)),
    ]
    if let organization = finding.organization { fields.set("organization.id", to: .string(organization)) }
    if let digest = finding.digest { integrity["digest"] = .string(digest.description) }
    if let gap = finding.gap {
      integrity["gap"] = [
        "cause": .string(gap.cause.rawValue), "from": gap.from.map { .string($0.description) } ?? .null,
        "to": gap.to.map { .string($0.description) } ?? .null,
      ]
    }
    if let file = finding.files.first {
      fields.set("aws.s3.object.key", to: .string(file.key))
      if !file.bucket.isEmpty { fields.set("aws.s3.bucket.name", to: .string(file.bucket)) }
    }
    fields.set("nightjar.integrity", to: .object(integrity))
    return fields
  }
}

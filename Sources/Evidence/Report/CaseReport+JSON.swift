import Detection
public import Events
public import OrderedCollections

extension CaseReport {
  /// The report as a document.
  public var document: JSONObject {
    var object: JSONObject = [
      "alert": alertObject, "summary": .string(summary), "source": .string(source),
      "now": .string(now.description),
    ]
    object["timeline"] = .array(
      moments.map { moment in
        [
          "@timestamp": .string(moment.time.description), "who": .string(moment.who),
          "what": .string(moment.what),
          "kind": .string(moment.kind),
        ]
      })
    object["evidence"] = .array(findings.map(Self.object))
    object["blind_windows"] = .array(windows.map { .object(Self.object($0)) })
    object["incomplete"] = .array(incomplete.map { .string($0) })
    object["guide"] = .string(guide)
    object["recommended_response"] = .string(recommended)
    object["executed_response"] = []
    return object
  }

  private var alertObject: JSON {
    [
      "uuid": .string(alert.uuid), "rule_id": .string(alert.ruleID), "rule_name": .string(alert.ruleName),
      "severity": .string(alert.severity), "risk_score": .number(JSONNumber(alert.riskScore)),
      "reason": .string(alert.reason), "@timestamp": .string(event.time.description),
      "call": .string(event.call),
      "principal": .string(event.actor.arn ?? event.actor.name), "principal_name": .string(event.actor.name),
      "account": .string(event.account), "region": .string(event.region),
      "outcome": .string(event.succeeded ? "success" : "failure"),
    ]
  }

  private static func object(_ finding: Finding) -> JSON {
    var object: JSONObject = [
      "collector": .string(finding.collector), "title": .string(finding.title),
      "question": .string(finding.question),
      "answer": .string(finding.answer), "meaning": .string(finding.meaning),
      "fields": .array(finding.fields.map { ["label": .string($0.label), "value": .string($0.value)] }),
      "tables": .array(
        finding.tables.map { title, table in
          [
            "title": .string(title), "columns": .array(table.columns.map { .string($0) }),
            "rows": .array(table.rows.map { .array($0.map { .string($0) }) }),
            "omitted": .number(JSONNumber(table.omitted)),
          ]
        }),
    ]
    object["query"] = finding.query.map { .string($0) }
    object["inputs"] = .array(
      finding.inputs.map { ["label": .string($0.label), "value": .string($0.value)] })
    object["period"] = finding.range.map(period)
    object["history"] = finding.history.map(period)
    object["incomplete"] = .array(finding.incomplete.map { .string($0) })
    return .object(object)
  }

  private static func period(_ range: ClosedRange<Timestamp>) -> JSON {
    ["from": .string(range.lowerBound.description), "to": .string(range.upperBound.description)]
  }

  // MARK: Blind windows

  /// A window with its changes as a document.
  static func object(_ result: WindowChanges) -> JSONObject {
    let window = result.window
    var object: JSONObject = [
      "control": .string(window.control.id), "name": .string(window.title),
      "account": .string(window.account),
      "region": .string(window.region), "key": .string(window.key),
      "start": .string(window.start.description),
      "end": .string(window.end.description), "ongoing": .bool(window.isOngoing),
      "seconds": .number(JSONNumber(Int(window.seconds))), "loses": .string(window.control.loses),
      "sentence": .string(window.sentence),
    ]
    object["opened_by"] = .array(window.steps.map { call($0.facts) })
    object["closed_by"] = window.closing.map(call)
    object["notes"] = .array(window.notes.map { .string($0) })
    object["changes"] = .array(result.changes.map(change))
    object["sensitive_reads"] = .array(result.reads.map(change))
    object["omitted"] = .number(JSONNumber(result.omitted))
    for (key, groups) in [
      ("by_resource", result.bySubject), ("by_principal", result.byPrincipal),
      ("by_service", result.byService),
    ] {
      object[key] = .array(
        groups.map { ["name": .string($0.subject), "changes": .number(JSONNumber($0.changes.count))] })
    }
    return object
  }

  private static func call(_ facts: EventFacts) -> JSON {
    [
      "@timestamp": .string(facts.time.description), "call": .string(facts.call),
      "principal": .string(facts.actor.name), "id": .string(facts.identity.id),
      "region": .string(facts.region),
    ]
  }

  private static func change(_ change: Change) -> JSON {
    var object = call(change.facts).object ?? [:]
    object["sensitivity"] = .string(change.sensitivity.name)
    object["why"] = .string(change.why)
    object["same"] = .array(change.likeness.words.map { .string($0) })
    for (key, resources) in [("resources", change.resources), ("related", change.related)] {
      object[key] = .array(resources.map { ["type": .string($0.type), "id": .string($0.id)] })
    }
    return .object(object)
  }
}

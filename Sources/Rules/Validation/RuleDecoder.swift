import Events
import OrderedCollections

/// Checks a rule in the form of the API and takes out what the engine uses.
struct RuleDecoder {
  let reader: FieldReader

  /// - Parameters:
  ///   - fields: The rule in the form of the API.
  ///   - path: What stands in front of field names in messages.
  init(fields: JSONObject, path: String) {
    reader = FieldReader(members: fields, path: path)
  }

  func rule(
    metadata: JSONObject = [:], transform: JSONObject = [:], investigation: JSONObject = [:],
    source: RuleSource
  ) throws(FieldError) -> Rule {
    try reader.refuseUnknown(RuleKeys.rule)
    guard let type = try reader.choice("type", RuleType.self) else {
      throw FieldError(reader.name("type"), "is missing")
    }
    guard let severity = try reader.choice("severity", Severity.self) else {
      throw FieldError(reader.name("severity"), "is missing")
    }
    guard let riskScore = try reader.integer("risk_score", in: 0...100) else {
      throw FieldError(reader.name("risk_score"), "is missing")
    }
    try checkCommon()
    try checkType(type)
    let extras = try MetaExtras.read(reader)
    return Rule(
      fields: extras.fields, metadata: metadata, transform: transform,
      investigation: investigation.isEmpty ? extras.investigation : investigation,
      source: source,
      ruleID: try reader.requiredString("rule_id"), name: try reader.requiredString("name"), type: type,
      language: try language(type), query: try reader.string("query"),
      threatQuery: try reader.string("threat_query"), severity: severity, riskScore: riskScore,
      severityMapping: try severityMapping(), riskScoreMapping: try riskScoreMapping(),
      ruleNameOverride: try optional("rule_name_override"), index: try reader.strings("index"),
      filters: try reader.array("filters") ?? [], threat: try threat(),
      buildingBlockType: try buildingBlockType(), tags: try reader.strings("tags") ?? [],
      isEnabled: try reader.bool("enabled") ?? true)
  }

  /// A text that counts as absent when it is empty, as Kibana exports it.
  private func optional(_ key: String) throws(FieldError) -> String? {
    guard let text = try reader.string(key), !text.isEmpty else { return nil }
    return text
  }

  // MARK: What all rules have

  private func checkCommon() throws(FieldError) {
    _ = try reader.requiredString("description")
    for key in ["author", "false_positives", "references", "machine_learning_job_id"]
    where key != "machine_learning_job_id" {
      _ = try reader.strings(key)
    }
    for key in [
      "note", "setup", "license", "timestamp_override", "timeline_id", "timeline_title", "saved_id",
    ] {
      _ = try reader.string(key)
    }
    _ = try reader.integer("max_signals", in: 1...(.max))
    _ = try reader.integer("version", in: 1...(.max))
    _ = try reader.integer("revision", in: 0...(.max))
    if let interval = try reader.string("interval"), !Self.isDuration(interval) {
      throw FieldError(reader.name("interval"), "must be a number and a unit s, m, h or d, such as 5m")
    }
    for key in ["from", "to"] { try checkDate(key) }
    if reader.has("index"), let view = try optional("data_view_id") {
      throw FieldError(reader.name("data_view_id"), "\"\(view)\" cannot stand beside index; give one of them")
    }
    try checkReferences()
    try checkSuppression()
  }

  private func checkDate(_ key: String) throws(FieldError) {
    guard let text = try reader.string(key), DateMath(text) == nil else { return }
    throw FieldError(reader.name(key), "must be date maths such as now-6m, not \"\(text)\"")
  }

  static func isDuration(_ text: String) -> Bool {
    guard let unit = text.last, "smhd".contains(unit), text.count <= 10 else { return false }
    guard let amount = Int(text.dropLast()), text.first != "-", text.first != "+" else { return false }
    return amount > 0
  }

  private func checkReferences() throws(FieldError) {
    if let fields = try reader.object("investigation_fields") {
      try fields.refuseUnknown(["field_names"])
      _ = try fields.strings("field_names")
    }
    for integration in try reader.objects("related_integrations") {
      _ = try integration.requiredString("package")
    }
    for field in try reader.objects("required_fields") { _ = try field.requiredString("name") }
    for list in try reader.objects("exceptions_list") { _ = try list.requiredString("list_id") }
    for action in try reader.objects("actions") { _ = try action.requiredString("id") }
    _ = try reader.objects("filters")
    _ = try reader.objects("threat_filters")
  }

  private func checkSuppression() throws(FieldError) {
    guard let suppression = try reader.object("alert_suppression") else { return }
    try suppression.refuseUnknown(["group_by", "duration", "missing_fields_strategy"])
    let isThreshold = reader.members["type"] == "threshold"
    if let fields = try suppression.strings("group_by") {
      guard (1...5).contains(fields.count), !isThreshold else {
        throw FieldError(
          suppression.name("group_by"),
          isThreshold ? "threshold rules suppress by their own fields" : "takes one to five fields")
      }
    } else if !isThreshold {
      throw FieldError(suppression.name("group_by"), "is missing")
    }
    if let duration = try suppression.object("duration") {
      _ = try duration.integer("value", in: 1...(.max))
      guard let unit = try duration.string("unit"), ["s", "m", "h"].contains(unit) else {
        throw FieldError(duration.name("unit"), "must be one of s, m, h")
      }
    } else if isThreshold {
      throw FieldError(suppression.name("duration"), "is missing")
    }
    if let strategy = try suppression.string("missing_fields_strategy"),
      !["suppress", "doNotSuppress"].contains(strategy)
    {
      throw FieldError(suppression.name("missing_fields_strategy"), "must be suppress or doNotSuppress")
    }
  }

  private func buildingBlockType() throws(FieldError) -> String? {
    guard let kind = try optional("building_block_type") else { return nil }
    guard kind == "default" else {
      throw FieldError(reader.name("building_block_type"), "must be \"default\"")
    }
    return kind
  }

  // MARK: Overrides and ATT&CK

  private func severityMapping() throws(FieldError) -> [SeverityMapping] {
    var mappings: [SeverityMapping] = []
    for row in try reader.objects("severity_mapping") {
      try checkOperator(row)
      guard let severity = try row.choice("severity", Severity.self) else {
        throw FieldError(row.name("severity"), "is missing")
      }
      let value = try row.string("value") ?? ""
      mappings.append(
        SeverityMapping(field: try row.requiredString("field"), value: value, severity: severity))
    }
    return mappings
  }

  private func riskScoreMapping() throws(FieldError) -> [RiskScoreMapping] {
    var mappings: [RiskScoreMapping] = []
    for row in try reader.objects("risk_score_mapping") {
      try checkOperator(row)
      mappings.append(RiskScoreMapping(field: try row.requiredString("field")))
    }
    return mappings
  }

  private func checkOperator(_ row: FieldReader) throws(FieldError) {
    guard try row.string("operator") ?? "equals" == "equals" else {
      throw FieldError(row.name("operator"), "must be \"equals\"")
    }
  }

  private func threat() throws(FieldError) -> [Threat] {
    var threats: [Threat] = []
    for row in try reader.objects("threat") {
      guard let tactic = try row.object("tactic") else { throw FieldError(row.name("tactic"), "is missing") }
      var techniques: [Threat.Technique] = []
      for technique in try row.objects("technique") {
        var subtechniques: [Threat.Entry] = []
        for subtechnique in try technique.objects("subtechnique") {
          subtechniques.append(try entry(subtechnique, "T1234.001") { $0.hasPrefix("T") && $0.contains(".") })
        }
        let entry = try entry(technique, "T1234") {
          $0.hasPrefix("T") && !$0.hasPrefix("TA") && !$0.contains(".")
        }
        techniques.append(Threat.Technique(entry: entry, subtechniques: subtechniques))
      }
      threats.append(
        Threat(
          framework: try row.requiredString("framework"),
          tactic: try entry(tactic, "TA0001") { $0.hasPrefix("TA") }, techniques: techniques))
    }
    return threats
  }

  /// Checks identifiers of ATT&CK only: other frameworks number as they like.
  private func entry(
    _ row: FieldReader, _ example: String, _ isValid: (String) -> Bool
  ) throws(FieldError) -> Threat.Entry {
    let id = try row.requiredString("id")
    let isAttack = try row.string("reference")?.containsBytes(of: "attack.mitre.org") ?? true
    guard !isAttack || isValid(id) else {
      throw FieldError(row.name("id"), "must look like \(example), not \"\(id)\"")
    }
    return Threat.Entry(
      id: id, name: try row.requiredString("name"), reference: try row.string("reference") ?? "")
  }
}

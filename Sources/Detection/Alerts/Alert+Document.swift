public import Events
public import OrderedCollections

extension Alert {
  /// An alert from its document; nil when the document has no `kibana.alert.uuid`.
  ///
  /// - Parameters:
  ///   - document: The alert document.
  ///   - rule: The place of its rule in the set at hand.
  public init?(document: JSONObject, rule: Int) {
    guard let uuid = document["kibana.alert.uuid"]?.string else { return nil }
    let expected = "expected: "
    let reason = document["kibana.alert.workflow_reason"]?.string
    self.init(
      document: document, uuid: uuid, rule: rule,
      originalTime: document["kibana.alert.original_time"]?.string.flatMap { Timestamp($0) },
      isBuildingBlock: document["kibana.alert.building_block_type"] != nil,
      isPartOfGroup: document["kibana.alert.group.index"] != nil,
      severity: document["kibana.alert.severity"]?.string ?? "low",
      riskScore: document["kibana.alert.risk_score"]?.double.map { Int($0) } ?? 0,
      exception: reason.flatMap { $0.hasPrefix(expected) ? String($0.dropFirst(expected.count)) : nil })
  }

  /// The alert with what it took in of later ones.
  func takingIn(_ window: SuppressionWindow) -> Alert {
    var document = self.document
    document["kibana.alert.suppression.end"] = .string(Timestamp(nanoseconds: window.end).description)
    document["kibana.alert.suppression.docs_count"] = .number(JSONNumber(window.count))
    return with(document: document)
  }

  /// The alert as it is created: with the time of its creation and the execution of the rule that raised it.
  ///
  /// - Parameters:
  ///   - time: When the alert is created.
  ///   - execution: The identifier of the execution.
  ///   - type: `scheduled`, or `manual` for runs that people asked for.
  ///   - intended: For runs that are made later than they were due: when that was.
  /// - Returns: The alert.
  public func created(at time: Timestamp, execution: String, type: String, intended: Timestamp? = nil)
    -> Alert
  {
    var document = self.document
    let text = JSON.string(time.description)
    for field in ["@timestamp", "kibana.alert.start", "kibana.alert.last_detected"] { document[field] = text }
    document["kibana.alert.rule.execution.uuid"] = .string(execution)
    document["kibana.alert.rule.execution.type"] = .string(type)
    if let intended { document["kibana.alert.intended_timestamp"] = .string(intended.description) }
    return with(document: document)
  }
}

import Detection
public import Events

/// Finds the blind windows of a period in a source.
public enum BlindWindows {
  /// So many calls that change controls are looked at.
  static let maximumCalls = 50_000

  /// The condition in KQL for every call that changes a control.
  static func kql(account: String?) -> String {
    let providers = Dictionary(grouping: VisibilityControl.all, by: \.provider).sorted { $0.key < $1.key }
    let parts = providers.map { provider, controls in
      let actions = Set(controls.flatMap(\.triggers).map(\.action)).sorted()
      return "(\(KQL.has("event.provider", provider)) and \(KQL.has("event.action", anyOf: actions)))"
    }
    return KQL.all([
      account.map { KQL.has("cloud.account.id", $0) }, "event.outcome: success", KQL.any(parts),
    ])
  }

  /// The windows that began in a period.
  ///
  /// - Parameters:
  ///   - source: Where events are.
  ///   - account: The account; nil for all.
  ///   - range: The period. What a control was before it begins is not known: it is taken for on.
  ///   - now: Until when open windows are looked at.
  /// - Returns: The windows by their beginnings, and whether calls were left out.
  /// - Throws: `EvidenceError` when the source cannot answer.
  public static func find(
    in source: any EvidenceSource, account: String?, range: ClosedRange<Timestamp>, now: Timestamp
  ) throws(EvidenceError) -> (windows: [BlindWindow], isComplete: Bool) {
    let query = try EvidenceQuery(kql(account: account), in: range, limit: maximumCalls)
    let page = try source.events(query)
    var tracker = BlindWindowTracker()
    for event in page.events { tracker.add(EventFacts(event)) }
    return (tracker.finish(now: now), page.isComplete)
  }
}

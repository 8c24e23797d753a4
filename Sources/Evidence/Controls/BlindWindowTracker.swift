import Detection
public import Events

/// Follows controls through events in the order of time: a state for each control, account, region and name.
///
/// Failed calls change nothing. A call that turns a control off which is off already belongs to the same window. A window
/// ends with the call that turns the control on again; creating what was deleted is such a call only where that alone
/// makes it work.
public struct BlindWindowTracker: Sendable {
  private struct Key: Hashable {
    let control: String
    let account: String
    let region: String
    let name: String
  }

  private let controls: [String: [VisibilityControl]]
  private var open: [Key: Int] = [:]
  private var seen: Set<String> = []
  /// Which resource a flow log belongs to, as far as its creation was seen.
  private var flowLogs: [String: String] = [:]
  private var windows: [BlindWindow] = []

  /// A tracker of controls.
  public init(_ controls: [VisibilityControl] = VisibilityControl.all) {
    self.controls = Dictionary(grouping: controls, by: \.provider)
  }

  /// Considers an event. Events must come in the order of time; one that came before is passed over.
  public mutating func add(_ facts: EventFacts) {
    guard facts.succeeded, let candidates = controls[facts.provider] else { return }
    guard seen.insert(facts.identity.id).inserted else { return }
    learnFlowLogs(facts)
    for control in candidates {
      guard let effect = control.effect(of: facts) else { continue }
      for name in names(control, facts) { apply(effect, control, name, facts) }
    }
  }

  /// The windows by their beginnings. Those that are still open are looked at until `now`.
  public func finish(now: Timestamp) -> [BlindWindow] {
    windows.map { window in
      var window = window
      window.now = now
      return window
    }
  }

  private mutating func apply(
    _ effect: VisibilityControl.Effect, _ control: VisibilityControl, _ name: String, _ facts: EventFacts
  ) {
    let key = Key(control: control.id, account: facts.account, region: facts.region, name: name)
    guard effect != .on else {
      close(key, control, facts)
      return
    }
    let step = BlindWindow.Step(facts: facts, effect: effect)
    if let number = open[key] {
      windows[number].steps.append(step)
      return
    }
    open[key] = windows.count
    windows.append(
      BlindWindow(
        control: control, account: facts.account, region: facts.region, key: name, steps: [step],
        closing: nil,
        now: facts.time))
  }

  private mutating func close(_ key: Key, _ control: VisibilityControl, _ facts: EventFacts) {
    if let number = open.removeValue(forKey: key) {
      windows[number].closing = facts
      return
    }
    // A flow log that was created before the events begin does not say whose it was.
    guard control.id == "vpc.flowlogs" else { return }
    let unknown = open.filter { other, _ in
      other.control == key.control && other.account == key.account && other.region == key.region
        && other.name.hasPrefix("fl-")
    }
    guard unknown.count == 1, let (other, number) = unknown.first else { return }
    open[other] = nil
    windows[number].closing = facts
    windows[number].notes.append(
      "which resource \(other.name) belonged to is not known; the next CreateFlowLogs in the region is taken for its successor"
    )
  }

  // MARK: Flow logs

  private mutating func learnFlowLogs(_ facts: EventFacts) {
    guard facts.provider == "ec2.amazonaws.com", facts.action == "CreateFlowLogs",
      let resource = Self.flowLogResource(facts)
    else { return }
    var ids: [String] = []
    for path in ["CreateFlowLogsResponse.flowLogIdSet.item", "flowLogIdSet.item"] {
      facts.response?.forEachScalar(at: path.split(separator: ".").map(String.init)[...]) { value in
        if let id = value.string { ids.append(id) }
      }
    }
    for id in ids.prefix(100) { flowLogs[id] = resource }
  }

  private static func flowLogResource(_ facts: EventFacts) -> String? {
    for path in ["CreateFlowLogsRequest.ResourceId.content", "resourceIds.items.resourceId", "ResourceId"] {
      var found: String?
      facts.request?.forEachScalar(at: path.split(separator: ".").map(String.init)[...]) { value in
        found = found ?? value.string
      }
      if let found { return found }
    }
    return nil
  }

  /// Flow logs are known by the resource that they watch, where that was seen: a new one has a new identifier.
  private func names(_ control: VisibilityControl, _ facts: EventFacts) -> [String] {
    guard control.id == "vpc.flowlogs" else { return control.names(in: facts) }
    if facts.action == "CreateFlowLogs", let resource = Self.flowLogResource(facts) { return [resource] }
    return control.names(in: facts).map { flowLogs[$0] ?? $0 }
  }
}

import Detection
public import Events

/// The time in which a visibility control was off.
public struct BlindWindow: Sendable {
  /// A call that changed the control within the window: the first one opened it, later ones made it worse.
  public struct Step: Sendable {
    /// The call.
    public let facts: EventFacts
    /// What it did.
    public let effect: VisibilityControl.Effect
  }

  /// The control.
  public let control: VisibilityControl
  /// The account.
  public let account: String
  /// The region.
  public let region: String
  /// The name of the control in account and region; empty when there is only one.
  public let key: String
  /// The calls that opened the window and those that made it worse, in order; never empty.
  public internal(set) var steps: [Step]
  /// The call that closed it; nil when it is ongoing.
  public internal(set) var closing: EventFacts?
  /// Until when an ongoing window is looked at.
  public internal(set) var now: Timestamp
  /// What people should know about it, such as an assumption.
  public internal(set) var notes: [String] = []

  /// When it began.
  public var start: Timestamp { steps[0].facts.time }
  /// When it ended, or until when it was looked at.
  public var end: Timestamp { max(start, closing?.time ?? now) }
  /// Whether the control is still off.
  public var isOngoing: Bool { closing == nil }
  /// How long it lasted, in seconds.
  public var seconds: Int64 { start.seconds(to: end) }

  /// The control with its name and place.
  public var title: String {
    let name = key.isEmpty ? control.name : "\(control.name) \(key)"
    return
      "\(name) in \(account.isEmpty ? "an unknown account" : account)\(region.isEmpty ? "" : "/\(region)")"
  }

  private var verb: String {
    switch steps[0].effect {
    case .off: "was off"
    case .removed: "was gone"
    case .narrowed: "saw less"
    case .on: "changed"
    }
  }

  /// How long it was in which state, in a few words.
  public var state: String {
    if isOngoing, seconds < 1 { return "\(verb) when the events end" }
    let length = Words.duration(seconds)
    return isOngoing ? "\(verb) and is not back after \(length)" : "\(verb) for \(length)"
  }

  /// What happened to it, in one sentence.
  public var sentence: String {
    let who = steps[0].facts.actor.name
    let times =
      isOngoing
      ? "from \(start.short) UTC on and is not back after \(Words.duration(seconds))"
      : "for \(Words.duration(seconds)), from \(start.short) to \(end.short) UTC"
    let worse = steps.count > 1 ? " Then came \(Words.list(steps.dropFirst().map(\.facts.action)))." : ""
    let back = closing.map { " \($0.action) of \($0.actor.name) ended it." } ?? ""
    return "\(title) \(verb) \(times). \(steps[0].facts.action) of \(who) began it.\(worse)\(back)"
  }

  /// Whether one of its calls is the source of an alert.
  public func isOpened(by ids: Set<String>) -> Bool {
    steps.contains { ids.contains($0.facts.identity.id) }
  }
}

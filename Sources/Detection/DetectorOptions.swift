public import Events

/// What a detector needs to know beside its rules.
public struct DetectorOptions: Sendable {
  /// The time that alerts carry as the time of their creation.
  public var now: Timestamp
  /// Events before this time are not matched.
  public var since: Timestamp?
  /// Events at or after this time are not matched.
  public var until: Timestamp?

  /// Whether runs choose events by a rule's `timestamp_override`, as in Kibana, or by the time of the event.
  public var usesTimestampOverride: Bool

  /// Whether it is noted which files the events of alerts stand in.
  public var notesFiles: Bool

  /// Options without a time range.
  public init(
    now: Timestamp, since: Timestamp? = nil, until: Timestamp? = nil, usesTimestampOverride: Bool = false,
    notesFiles: Bool = false
  ) {
    self.notesFiles = notesFiles
    self.now = now
    self.usesTimestampOverride = usesTimestampOverride
    self.since = since
    self.until = until
  }

  /// Whether an event of this time is matched. With a range, an event without a time is not.
  func accepts(_ time: Timestamp?) -> Bool {
    guard since != nil || until != nil else { return true }
    guard let time else { return false }
    if let since, time < since { return false }
    if let until, time >= until { return false }
    return true
  }

  /// Whether an event lies before the range, so that it is only history.
  func isHistory(_ time: Timestamp?) -> Bool {
    guard let since, let time else { return false }
    return time < since
  }
}

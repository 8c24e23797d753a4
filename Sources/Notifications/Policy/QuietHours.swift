import Events
public import Rules

/// Times at which a sink is not told anything but what is severe.
public struct QuietHours: Sendable, Hashable {
  /// The times.
  public var windows: [ChangeWindow]
  /// Alerts of at least this severity are told nevertheless; nil for none.
  public var except: Severity?

  /// Quiet hours.
  public init(windows: [ChangeWindow], except: Severity?) {
    self.windows = windows
    self.except = except
  }

  /// The end of the quiet time that holds at a time; nil when none holds.
  func end(at time: Timestamp, severity: String) -> Timestamp? {
    if let except, let severity = Severity(rawValue: severity), severity >= except { return nil }
    var end: Timestamp?
    var moment = time
    // Windows may follow each other without a pause.
    for _ in 0..<64 {
      let next = windows.filter { $0.contains(moment) }.compactMap { window in
        window.nextOccurrences(after: moment, count: 1).first?.end
      }.max()
      guard let next, next > moment else { break }
      end = next
      moment = next
    }
    return end
  }
}

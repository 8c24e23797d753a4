import Events

/// Times and durations as people read them. All times are in UTC.
enum TimeText {
  /// Date and time to the second.
  static func utc(_ time: Timestamp) -> String {
    let text = time.description
    guard text.count >= 19 else { return text }
    let start = text.startIndex
    let date = text[start..<text.index(start, offsetBy: 10)]
    let clock = text[text.index(start, offsetBy: 11)..<text.index(start, offsetBy: 19)]
    return "\(date) \(clock)"
  }

  /// Date and time to the minute.
  static func minute(_ time: Timestamp) -> String { String(utc(time).prefix(16)) }

  /// The time of day to the minute.
  static func clock(_ time: Timestamp) -> String { String(minute(time).suffix(5)) }

  /// How long ago a time was, or how far ahead it is.
  static func ago(_ time: Timestamp, now: Timestamp) -> String {
    let seconds = (now.nanoseconds - time.nanoseconds) / 1_000_000_000
    return seconds >= 0 ? "\(duration(seconds)) ago" : "in \(duration(-seconds))"
  }

  /// A duration in at most two units.
  static func duration(_ seconds: Int64) -> String {
    switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3600: seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds / 60) min \(seconds % 60) s"
    case ..<86_400:
      (seconds / 60) % 60 == 0 ? "\(seconds / 3600) h" : "\(seconds / 3600) h \((seconds / 60) % 60) min"
    default:
      (seconds / 3600) % 24 == 0
        ? "\(seconds / 86_400) d" : "\(seconds / 86_400) d \((seconds / 3600) % 24) h"
    }
  }

  /// A number of bytes.
  static func bytes(_ count: Int) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var (value, unit) = (Double(count), 0)
    while value >= 1000, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    let tenths = Int((value * 10).rounded())
    return unit == 0 || tenths >= 1000
      ? "\(tenths / 10) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }

  /// A number with its thousands apart.
  static func count(_ number: Int) -> String {
    var groups: [String] = []
    var rest = number.magnitude
    while rest >= 1000 {
      let part = String(rest % 1000)
      groups.append(String(repeating: "0", count: 3 - part.count) + part)
      rest /= 1000
    }
    groups.append(String(rest))
    return (number < 0 ? "−" : "") + groups.reversed().joined(separator: "\u{202F}")
  }
}

import Events

/// Whole seconds, days and times of day.
enum WindowSeconds {
  static let perDay: Int64 = 86_400
  private static let nanoseconds: Int64 = 1_000_000_000

  /// The whole seconds up to a time.
  static func of(_ time: Timestamp) -> Int64 { time.nanoseconds.flooredQuotient(by: nanoseconds) }

  /// The time; the end of the range of times when it lies outside.
  static func time(_ seconds: Int64) -> Timestamp {
    let (value, overflow) = seconds.multipliedReportingOverflow(by: nanoseconds)
    guard overflow else { return Timestamp(nanoseconds: value) }
    return Timestamp(nanoseconds: seconds < 0 ? .min : .max)
  }

  /// The day that a local time lies in.
  static func day(_ seconds: Int64) -> Int64 { seconds.flooredQuotient(by: perDay) }

  /// The seconds after midnight of a clock time, `HH:MM` or `HH:MM:SS`; `24:00` is the end of the day.
  static func clock(_ text: String) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return nil }
    var numbers: [Int64] = []
    for part in parts {
      guard part.utf8.count == 2, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int64(part)
      else { return nil }
      numbers.append(number)
    }
    let seconds = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    let isInRange = numbers.dropFirst().allSatisfy { $0 < 60 } && seconds <= perDay
    return isInRange ? seconds : nil
  }
}

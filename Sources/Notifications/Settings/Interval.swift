import Events

/// Lengths of time in settings and rules.
enum Interval {
  private static let longest: Int64 = 366 * 86_400

  /// A number with `s`, `m`, `h` or `d`; nil when it is none, or longer than 366 days.
  static func duration(_ text: String) -> Duration? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = text.last, let factor = units[unit], text.utf8.count <= 10,
      let number = Int64(text.dropLast()), number > 0, number <= longest / factor
    else { return nil }
    return .seconds(number * factor)
  }
}

extension Duration {
  /// The length in nanoseconds, cut off at what 64 bits hold.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (value, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .max : value + attoseconds / 1_000_000_000
  }
}

extension Timestamp {
  /// The time a while later; the end of time when it lies beyond.
  func adding(_ duration: Duration) -> Timestamp {
    let (value, overflow) = nanoseconds.addingReportingOverflow(duration.nanoseconds)
    return Timestamp(nanoseconds: overflow ? .max : value)
  }
}

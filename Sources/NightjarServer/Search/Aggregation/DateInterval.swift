import Events
import OrderedCollections

/// Intervals of time that begin at multiples of a length, or at the beginnings of calendar units, in UTC.
enum DateInterval: Sendable, Hashable {
  case fixed(Int64)
  case calendar(String)

  private static let calendarUnits = [
    "1m": "m", "minute": "m", "1h": "h", "hour": "h", "1d": "d", "day": "d", "1w": "w", "week": "w", "1M": "M",
    "month": "M", "1y": "y", "year": "y", "1q": "q", "quarter": "q",
  ]
  private static let lengths: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]

  /// Reads `fixed_interval` or `calendar_interval`.
  ///
  /// - Throws: `APIFailure` when there is none, or it is wrong.
  init(_ parameters: JSONObject, in name: String) throws(APIFailure) {
    if let zone = parameters["time_zone"]?.string, !["UTC", "Z", "+00:00", "Etc/UTC"].contains(zone) {
      throw .bad("[time_zone] of [\(name)] must be UTC")
    }
    if let unit = parameters["calendar_interval"]?.string, let letter = Self.calendarUnits[unit], letter != "q" {
      self = .calendar(letter)
    } else if let text = parameters["fixed_interval"]?.string, let length = Self.milliseconds(text) {
      self = .fixed(length * 1_000_000)
    } else {
      throw .bad(
        "[\(name)] needs a [fixed_interval] such as 30m or 1d, or a [calendar_interval] of one minute, hour, day, week, "
          + "month or year")
    }
  }

  private static func milliseconds(_ text: String) -> Int64? {
    if text.hasSuffix("ms") { return Int64(text.dropLast(2)).flatMap { (1...1_000_000_000).contains($0) ? $0 : nil } }
    guard let unit = text.last, let length = lengths[unit], let count = Int64(text.dropLast()),
      (1...1_000_000).contains(count)
    else { return nil }
    return count * length
  }

  /// The beginning of the interval of a time.
  func start(of time: Timestamp) -> Timestamp? {
    switch self {
    case .fixed(let length):
      let (quotient, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: length)
      return Timestamp(nanoseconds: (rest < 0 ? quotient - 1 : quotient) * length)
    case .calendar(let unit): return DateMath("\(time)||/\(unit)")?.resolve(now: time)
    }
  }

  /// The beginning of the interval after one that begins at a time.
  func next(after start: Timestamp) -> Timestamp? {
    switch self {
    case .fixed(let length): return Timestamp(nanoseconds: start.nanoseconds + length)
    case .calendar(let unit): return DateMath("\(start)||+1\(unit)")?.resolve(now: start)
    }
  }
}

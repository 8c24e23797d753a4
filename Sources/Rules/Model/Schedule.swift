public import Events

/// When a rule runs and which period each run looks at, as in Kibana: every `interval`, from `from` to `to`.
public struct Schedule: Sendable, Hashable {
  /// The time between two runs, in nanoseconds.
  public let interval: Int64
  /// The beginning of the period, as date maths.
  public let from: DateMath
  /// The end of the period, as date maths.
  public let to: DateMath

  /// The period that a run looks at, both ends included.
  ///
  /// - Parameter time: The time of the run.
  /// - Returns: nil when an end lies outside the range of times.
  public func window(at time: Timestamp) -> ClosedRange<Timestamp>? {
    guard let first = from.resolve(now: time), let last = to.resolve(now: time, rounding: .up), first <= last
    else {
      return nil
    }
    return first...last
  }

  /// The time of the first run at or after a time. Runs fall on multiples of the interval since the epoch.
  public func firstRun(atOrAfter time: Timestamp) -> Timestamp {
    let (quotient, remainder) = time.nanoseconds.quotientAndRemainder(dividingBy: interval)
    let steps = remainder > 0 ? quotient + 1 : quotient
    let (value, overflow) = steps.multipliedReportingOverflow(by: interval)
    return Timestamp(nanoseconds: overflow ? time.nanoseconds : value)
  }

  /// The nanoseconds of a length of time such as `5m`; nil when the text is none.
  public static func nanoseconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = text.last.flatMap({ units[$0] }), let amount = Int64(text.dropLast()), amount > 0 else {
      return nil
    }
    let (seconds, overflow) = amount.multipliedReportingOverflow(by: unit)
    let (total, overflow2) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow || overflow2 ? nil : total
  }
}

import Foundation

/// The local time of a time zone. Times are whole seconds since 1970-01-01T00:00:00, local ones as the clock shows
/// them.
struct LocalZone: Sendable, Hashable {
  /// Which of two moments an hour that comes twice means.
  enum Choice {
    case earliest
    case latest
  }

  private let zone: TimeZone
  private static let day: Int64 = 86_400

  /// The zone of an identifier such as `Europe/Berlin`; nil when there is none.
  init?(_ identifier: String) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    self.zone = zone
  }

  /// What the clock shows at a moment.
  func local(at moment: Int64) -> Int64 { moment + offset(at: moment) }

  /// The moment at which the clock shows a time. For a time that the clock leaves out it is the moment of the change.
  func moment(ofLocal local: Int64, _ choice: Choice) -> Int64 {
    // Changes of a zone lie more than two days apart, so there is at most one between these two.
    let (before, after) = (offset(at: local - Self.day), offset(at: local + Self.day))
    let moments = Set([local - before, local - after]).filter { $0 + offset(at: $0) == local }
    guard let first = moments.min(), let last = moments.max() else {
      return change(from: before, after: local - max(before, after), to: local - min(before, after))
    }
    return choice == .earliest ? first : last
  }

  private func offset(at moment: Int64) -> Int64 {
    Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment))))
  }

  /// The first moment with another offset, found by halving.
  private func change(from offset: Int64, after low: Int64, to high: Int64) -> Int64 {
    var (low, high) = (low - 1, high)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if self.offset(at: middle) == offset { low = middle } else { high = middle }
    }
    return high
  }
}

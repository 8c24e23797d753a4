/// What one partition of a job is used to.
public struct AnomalyModel: Sendable, Hashable, Codable {
  /// The least number of earlier periods with events before anything is called unusual.
  public static let minimumPeriods = 20
  /// So many values one partition may have; further ones are not learned.
  public static let maximumValues = 50_000

  /// How many earlier periods had events.
  var periods = 0
  /// In how many of them each value was seen.
  var seen: [String: Int] = [:]
  /// The sum and the sum of squares of the numbers of distinct values.
  var sum = 0.0
  var squares = 0.0

  /// How unusual it is to see a value, 0 to 100: 30 for each power of ten by which the value is rarer than every period.
  ///
  /// - Parameters:
  ///   - seen: In how many periods the value was seen.
  ///   - periods: How many periods had events.
  /// - Returns: The score.
  static func rarity(seen: Int, periods: Int) -> Double {
    guard periods >= minimumPeriods else { return 0 }
    return min(100, max(0, 30 * log10(ratio(seen: seen, periods: periods))))
  }

  /// By how much a value is rarer than every period.
  static func ratio(seen: Int, periods: Int) -> Double { Double(periods + 2) / Double(seen + 1) }

  /// A ratio below which the rarity of values stays below a score, however it is rounded.
  static func leastRatio(score: Double) -> Double {
    score > 0 ? Logarithm.power10(score / 30) * 0.999_999 : 0
  }

  /// How unusual a number of distinct values is, 0 to 100: ten for each power of ten by which so many are improbable
  /// under a normal distribution with the mean and variance of the earlier periods.
  ///
  /// - Parameters:
  ///   - count: The number of distinct values.
  ///   - periods: How many earlier periods had events.
  ///   - sum: The sum of their numbers of distinct values.
  ///   - squares: The sum of the squares of these.
  /// - Returns: The score.
  static func excess(_ count: Int, periods: Int, sum: Double, squares: Double) -> Double {
    guard periods >= minimumPeriods else { return 0 }
    let mean = sum / Double(periods)
    // Counts vary at least as much as a Poisson distribution does.
    let variance = max(squares / Double(periods) - mean * mean, mean, 0.25)
    let deviation = (Double(count) - 0.5 - mean) / variance.squareRoot()
    guard deviation > 0 else { return 0 }
    // The upper tail of the normal distribution: Q(z) ≈ exp(-z²/2) / (z √(2π) + 1).
    let tail = deviation * deviation / 2 * 0.434_294_481_9 + log10(deviation * 2.506_628_274_6 + 1)
    return min(100, 10 * tail)
  }

  private static func log10(_ value: Double) -> Double {
    Logarithm.base10(value)
  }
}

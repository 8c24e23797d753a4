/// The most frequent values.
public enum Ranking {
  /// The values that occur most often, with their counts; equal counts in the order of the values.
  public static func top(_ values: [String], _ limit: Int) -> [(value: String, count: Int)] {
    var counts: [String: Int] = [:]
    for value in values where !value.isEmpty { counts[value, default: 0] += 1 }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit).map { ($0.key, $0.value) }
  }
}

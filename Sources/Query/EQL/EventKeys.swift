/// The keys under which an event counts for a step of a sequence.
public enum EventKeys {
  /// So many keys one event may have for one step; further choices of values do not count.
  public static let maximumKeys = 1024

  /// Every choice of one value of each field. A field without values makes the key null when it is optional, and leaves the
  /// event without keys when it is not.
  ///
  /// - Parameters:
  ///   - fields: The key fields of the step.
  ///   - values: The values of each field.
  /// - Returns: The keys.
  public static func keys(_ fields: [EQLField], _ values: [[Value]]) -> [[String?]] {
    var keys: [[String?]] = [[]]
    for (field, values) in zip(fields, values) {
      var distinct: [String?] = []
      for value in values.compactMap(\.printed) where !distinct.contains(value) { distinct.append(value) }
      if distinct.isEmpty {
        guard field.isOptional else { return [] }
        distinct = [nil]
      }
      keys = keys.flatMap { key in distinct.map { key + [$0] } }
      if keys.count > maximumKeys { keys.removeSubrange(maximumKeys...) }
    }
    return keys
  }
}

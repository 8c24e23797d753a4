import Query

/// The combinations of the values of several fields.
enum TermCombinations {
  /// A combination, and its text as `key` makes it.
  typealias Term = (values: [Value], key: String)

  /// The combinations of the values of a row, with their texts.
  static func terms(_ values: [Value], _ warnings: WarningList) -> [Term] {
    combinations(values, warnings).map { ($0, key($0)) }
  }

  /// So many combinations one event may have.
  static let maximum = 10_000

  /// Every choice of one value of each field; none when a field has no value. Without fields there is one empty choice.
  static func combinations(_ values: [Value], _ warnings: WarningList) -> [[Value]] {
    if values.allSatisfy(isSingle) { return [values] }
    var result: [[Value]] = [[]]
    for value in values {
      var distinct: [Value] = []
      for single in value.all where !distinct.contains(single) { distinct.append(single) }
      result = result.flatMap { head in distinct.map { head + [$0] } }
      if result.count > maximum {
        result.removeSubrange(maximum...)
        warnings.add("an event has more than \(maximum) combinations of values: further ones did not count")
      }
    }
    return result
  }

  private static func isSingle(_ value: Value) -> Bool {
    switch value {
    case .null, .list: false
    default: true
    }
  }

  /// Whether a list of values comes before another one.
  static func precedes(_ left: [Value], _ right: [Value]) -> Bool {
    for (first, second) in zip(left, right) {
      let order = ValueOrder.compare(first, second)
      if order != 0 { return order < 0 }
    }
    return left.count < right.count
  }

  /// A text that only the same values have.
  static func key(_ values: [Value]) -> String {
    var key = ""
    key.reserveCapacity(values.count * 32)
    for value in values {
      if !key.isEmpty { key += "," }
      let text = value.printed ?? ""
      key += String(text.utf8.count)
      key += ":"
      key += text
    }
    return key
  }
}

/// An order of all values: null first, then by kind, then by value. Lists compare by their smallest value.
public enum ValueOrder {
  /// Less than, equal to or greater than 0 as the first value is to the second.
  public static func compare(_ left: Value, _ right: Value) -> Int {
    let (first, second) = (smallest(left), smallest(right))
    if let order = EQLEvaluator.order(first, second) { return order }
    if case .version(let a) = first, case .version(let b) = second { return a < b ? -1 : a == b ? 0 : 1 }
    return rank(first) - rank(second)
  }

  private static func smallest(_ value: Value) -> Value {
    guard case .list(let values) = value else { return value }
    return values.min { compare($0, $1) < 0 } ?? .null
  }

  private static func rank(_ value: Value) -> Int {
    switch value {
    case .null: 0
    case .boolean: 1
    case .long, .double: 2
    case .date: 3
    case .ip: 4
    case .version: 5
    case .text: 6
    case .point: 7
    case .duration, .period: 8
    case .list: 9
    }
  }
}

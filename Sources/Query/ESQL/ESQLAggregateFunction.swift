/// A function of STATS.
///
/// Source: Elasticsearch reference, "ES|QL aggregation functions"
/// (https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/aggregation-functions).
enum ESQLAggregateFunction: String, Sendable, CaseIterable {
  case avg
  case count
  case countDistinct = "count_distinct"
  case first
  case last
  case max
  case median
  case min
  case percentile
  case sum
  case top
  case values
  case stdDev = "std_dev"
  case variance

  var arity: ClosedRange<Int> {
    switch self {
    case .count: 0...1
    case .countDistinct: 1...2
    case .top: 2...3
    case .percentile, .first, .last: 2...2
    default: 1...1
    }
  }

  /// Whether the first argument must be a number.
  var isNumeric: Bool {
    switch self {
    case .avg, .median, .percentile, .sum, .stdDev, .variance: true
    default: false
    }
  }

  func result(_ type: ESQLType) -> ESQLType {
    switch self {
    case .count, .countDistinct: .long
    case .avg, .median, .percentile, .stdDev, .variance: .double
    case .sum, .max, .min, .top, .values, .first, .last: type
    }
  }
}

import Query

/// Rows of which equal ones of one period are kept once, with the earliest time.
struct CollapsedRows: Sendable {
  /// A row. Its hash is calculated once: the table grows to many rows, and growing asks for it again.
  private struct Key: Hashable, Sendable {
    let rule: Int
    let period: Int64
    let values: [Value]
    private let digest: Int

    init(rule: Int, period: Int64, values: [Value]) {
      self.rule = rule
      self.period = period
      self.values = values
      var hasher = Hasher()
      hasher.combine(rule)
      hasher.combine(period)
      hasher.combine(values)
      digest = hasher.finalize()
    }

    func hash(into hasher: inout Hasher) { hasher.combine(digest) }
  }

  /// So many different rows are kept.
  static let maximumRows = 2_000_000

  private var times: [Key: Int64] = [:]
  private(set) var refused: [Int: Int] = [:]

  mutating func add(_ values: [Value], time: Int64?, rule: Int) {
    guard let time else { return }
    insert(Key(rule: rule, period: time / AnomalyJob.bucket, values: values), time)
  }

  private mutating func insert(_ key: Key, _ time: Int64) {
    if let known = times[key] {
      if time < known { times[key] = time }
    } else if times.count < Self.maximumRows {
      times[key] = time
    } else {
      refused[key.rule, default: 0] += 1
    }
  }

  /// Takes in the rows of others.
  mutating func add(_ other: CollapsedRows) {
    guard !times.isEmpty else {
      self = other
      return
    }
    for (key, time) in other.times { insert(key, time) }
    refused.merge(other.refused, uniquingKeysWith: +)
  }

  /// The rows of each rule.
  var rows: [Int: [Row]] {
    var result: [Int: [Row]] = [:]
    for (key, time) in times {
      result[key.rule, default: []].append(
        Row(event: Row.noEvent, time: time, steps: [0], values: key.values))
    }
    return result
  }
}

import Query

/// What an anomaly job looks at: at which time which value was seen in which partition, all by numbers.
struct AnomalySamples {
  /// One sighting.
  struct Sample {
    /// In nanoseconds.
    let time: Int64
    /// The number of the pair of partition and value.
    let pair: Int
  }

  /// The sightings.
  private(set) var samples: [Sample] = []
  /// The pairs of a partition and a value, by the numbers of both.
  private(set) var pairs: [(partition: Int, value: Int)] = []
  /// The names of the partitions.
  private(set) var partitions: [String] = []
  /// The values.
  private(set) var values: [String] = []

  private var partitionNumbers: [String: Int] = [:]
  private var valueNumbers: [String: Int] = [:]
  private var pairNumbers: [UInt64: Int] = [:]

  /// No sightings.
  init() {}

  /// The sightings of collapsed rows, in the order of time.
  init(_ rows: CollapsedRows.Numbers, isPartitioned: Bool) {
    let partitions = isPartitioned ? rows.columns.last ?? [] : [.text("")]
    let values = rows.columns.first ?? []
    if let partitions = Self.texts(partitions), let values = Self.texts(values) {
      // Different values of texts print differently, so that pairs of them are different pairs.
      self.partitions = partitions
      self.values = values
      pairs = rows.pairs.map { (isPartitioned ? Int($0.1) : 0, Int($0.0)) }
      // A row without a value, which is number 0, is no sighting.
      samples.reserveCapacity(rows.entries.count)
      for entry in rows.entries {
        let pair = rows.pairs[Int(entry.pair)]
        guard pair.0 != 0, !isPartitioned || pair.1 != 0 else { continue }
        samples.append(Sample(time: entry.time, pair: Int(entry.pair)))
      }
    } else {
      let numbers = rows.pairs.map { pair in
        let row = [values[Int(pair.0)]] + (isPartitioned ? [partitions[Int(pair.1)]] : [])
        return self.pairs(of: row, isPartitioned: isPartitioned)
      }
      for entry in rows.entries {
        for pair in numbers[Int(entry.pair)] { samples.append(Sample(time: entry.time, pair: pair)) }
      }
    }
    samples.sort { $0.time < $1.time }
  }

  /// The texts of values, with an empty one for the first, which is null; nil when one of the others is no text.
  private static func texts(_ values: [Value]) -> [String]? {
    var texts: [String] = []
    texts.reserveCapacity(values.count)
    for (number, value) in values.enumerated() {
      if case .text(let text) = value {
        texts.append(text)
      } else {
        guard number == 0 else { return nil }
        texts.append("")
      }
    }
    return texts
  }

  /// The pairs of a row of two fields, or of one when there are no partitions.
  mutating func pairs(of row: some RandomAccessCollection<Value>, isPartitioned: Bool) -> [Int] {
    guard let first = row.first, let last = row.last else { return [] }
    var found: [Int] = []
    for partition in isPartitioned ? last.all : [Value.text("")] {
      for value in first.all.compactMap(\.printed) { found.append(pair(partition.printed ?? "", value)) }
    }
    return found
  }

  private mutating func pair(_ partition: String, _ value: String) -> Int {
    let partition = Self.number(partition, &partitions, &partitionNumbers)
    let value = Self.number(value, &values, &valueNumbers)
    let key = UInt64(partition) << 32 | UInt64(value)
    if let known = pairNumbers[key] { return known }
    pairNumbers[key] = pairs.count
    pairs.append((partition, value))
    return pairs.count - 1
  }

  private static func number(_ text: String, _ texts: inout [String], _ numbers: inout [String: Int]) -> Int {
    if let known = numbers[text] { return known }
    numbers[text] = texts.count
    texts.append(text)
    return texts.count - 1
  }

  /// Adds a sighting.
  mutating func add(_ time: Int64, pair: Int) {
    samples.append(Sample(time: time, pair: pair))
  }
}

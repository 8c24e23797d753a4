/// The samples of one period, each pair once.
struct AnomalyPeriod {
  /// The samples in the order of time.
  private(set) var members: [AnomalySamples.Sample] = []
  /// The partitions that have samples, in the order of these.
  private(set) var partitions: [Int] = []
  /// For each partition how many samples it has, and the time of the first.
  private var counts: [Int]
  private var firsts: [Int64]
  /// For each pair the last period it was seen in.
  private var lastSeen: [Int]
  private var number = 1

  /// A period of some samples, empty.
  init(_ samples: AnomalySamples) {
    counts = Array(repeating: 0, count: samples.partitions.count)
    firsts = Array(repeating: 0, count: samples.partitions.count)
    lastSeen = Array(repeating: 0, count: samples.pairs.count)
  }

  /// How many samples a partition has.
  func count(of partition: Int) -> Int { counts[partition] }

  /// The time of the first sample of a partition, in nanoseconds.
  func firstTime(of partition: Int) -> Int64 { firsts[partition] }

  /// Adds a sample unless its pair is there.
  mutating func add(_ sample: AnomalySamples.Sample, partition: Int) {
    guard lastSeen[sample.pair] != number else { return }
    lastSeen[sample.pair] = number
    if counts[partition] == 0 {
      partitions.append(partition)
      firsts[partition] = sample.time
    }
    counts[partition] += 1
    members.append(sample)
  }

  /// Begins the next period.
  mutating func clear() {
    for partition in partitions { counts[partition] = 0 }
    partitions.removeAll(keepingCapacity: true)
    members.removeAll(keepingCapacity: true)
    number += 1
  }
}

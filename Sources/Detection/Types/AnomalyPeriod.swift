/// The samples of one period, by partitions, each pair once.
struct AnomalyPeriod {
  /// For each partition its samples in the period, in the order of time.
  private(set) var members: [[AnomalySamples.Sample]]
  /// The places of the names of the partitions that have samples.
  private var touched: [Int] = []
  /// For each pair the last period it was seen in.
  private var lastSeen: [Int]
  private var number = 1
  /// For each partition its place in the order of names, and the other way round.
  private let ranks: [Int]
  private let order: [Int]

  /// A period of some samples, empty.
  init(_ samples: AnomalySamples) {
    members = Array(repeating: [], count: samples.partitions.count)
    lastSeen = Array(repeating: 0, count: samples.pairs.count)
    var ranks = Array(repeating: 0, count: samples.partitions.count)
    let order = samples.partitions.indices.sorted { samples.partitions[$0] < samples.partitions[$1] }
    for (rank, partition) in order.enumerated() { ranks[partition] = rank }
    self.ranks = ranks
    self.order = order
  }

  /// Adds a sample unless its pair is there.
  mutating func add(_ sample: AnomalySamples.Sample, partition: Int) {
    guard lastSeen[sample.pair] != number else { return }
    lastSeen[sample.pair] = number
    if members[partition].isEmpty { touched.append(ranks[partition]) }
    members[partition].append(sample)
  }

  /// The partitions that have samples, by their names.
  var partitions: [Int] { touched.sorted().map { order[$0] } }

  /// Begins the next period.
  mutating func clear() {
    for rank in touched { members[order[rank]].removeAll(keepingCapacity: true) }
    touched.removeAll(keepingCapacity: true)
    number += 1
  }
}

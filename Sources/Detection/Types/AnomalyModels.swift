/// The models of the partitions of some samples while they are judged: what `AnomalyModel` keeps by texts, by numbers.
struct AnomalyModels {
  /// For each partition how many periods had events, and the sum and the sum of squares of their distinct values.
  private(set) var periods: [Int]
  private(set) var sums: [Double]
  private var squares: [Double]
  /// For each partition how many values its model has.
  private var valueCounts: [Int]
  /// For each pair in how many periods it was seen.
  private(set) var seen: [Int]
  /// Whether a partition has a model.
  private var isKnown: [Bool]
  private var count: Int

  /// The models that earlier runs left.
  init(_ samples: AnomalySamples, _ state: RuleState) {
    let known = samples.partitions.map { state.models[$0] }
    periods = known.map { $0?.periods ?? 0 }
    sums = known.map { $0?.sum ?? 0 }
    squares = known.map { $0?.squares ?? 0 }
    valueCounts = known.map { $0?.seen.count ?? 0 }
    isKnown = known.map { $0 != nil }
    count = state.models.count
    seen = samples.pairs.map { known[$0.partition]?.seen[samples.values[$0.value]] ?? 0 }
  }

  /// Whether a partition has a model.
  func isOpen(_ partition: Int) -> Bool { isKnown[partition] }

  /// Makes a model of a partition that has none; false when there are too many.
  mutating func open(_ partition: Int) -> Bool {
    guard count < RuleState.maximumEntries else { return false }
    isKnown[partition] = true
    count += 1
    return true
  }

  /// By how much a pair is rarer than every period of its partition.
  func ratio(_ partition: Int, pair: Int) -> Double {
    AnomalyModel.ratio(seen: seen[pair], periods: periods[partition])
  }

  /// How unusual it is to see a pair, 0 to 100.
  func rarity(_ partition: Int, pair: Int) -> Double {
    AnomalyModel.rarity(seen: seen[pair], periods: periods[partition])
  }

  /// How unusual a number of distinct values is, 0 to 100.
  func excess(_ partition: Int, _ count: Int) -> Double {
    AnomalyModel.excess(
      count, periods: periods[partition], sum: sums[partition], squares: squares[partition])
  }

  /// Learns that a pair was seen in a period.
  mutating func learn(_ partition: Int, pair: Int) {
    if seen[pair] == 0 {
      guard valueCounts[partition] < AnomalyModel.maximumValues else { return }
      valueCounts[partition] += 1
    }
    seen[pair] += 1
  }

  /// Learns how many pairs were seen in a period.
  mutating func learn(_ partition: Int, count: Int) {
    periods[partition] += 1
    sums[partition] += Double(count)
    squares[partition] += Double(count * count)
  }

  /// Leaves the models to later runs.
  func store(_ samples: AnomalySamples, in state: inout RuleState) {
    for (partition, name) in samples.partitions.enumerated() where isKnown[partition] {
      var model = state.models[name] ?? AnomalyModel()
      model.periods = periods[partition]
      model.sum = sums[partition]
      model.squares = squares[partition]
      state.models[name] = model
    }
    for (number, pair) in samples.pairs.enumerated() where seen[number] > 0 {
      state.models[samples.partitions[pair.partition]]?.seen[samples.values[pair.value]] = seen[number]
    }
  }
}

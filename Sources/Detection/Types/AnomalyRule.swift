import Events
import OrderedCollections
import Query
import Rules

/// Rules of type machine_learning: values that are rare, or more distinct values than usual, in periods of 15 minutes.
///
/// Each period is compared with the earlier ones of its partition and then learned, once: in the first run after its end,
/// with the events that had arrived by then. What arrives later changes no score. Nothing is unusual before
/// `AnomalyModel.minimumPeriods` periods were learned.
struct AnomalyRule: RowRule {
  let queries: [Expression]
  let fields: [String]
  let needsDocuments = false
  let runsOnceInScans = true
  let lingering = 2 * AnomalyJob.bucket

  private let job: AnomalyJob
  private let threshold: Double
  /// No value whose rarity reaches the threshold is less rare: a bound on the ratio that the score is made of.
  private let leastRatio: Double

  init(_ job: AnomalyJob, query: Expression, threshold: Int) {
    self.job = job
    queries = [query]
    fields = [job.field] + (job.partition.map { [$0] } ?? [])
    self.threshold = Double(threshold)
    leastRatio = AnomalyModel.leastRatio(score: self.threshold)
  }

  /// The whole of every period that is not judged yet, however short the period of the run is.
  func reach(_ period: ClosedRange<Int64>, _ state: RuleState) -> Int64 {
    let start = Self.periodStart(period.lowerBound)
    return start >= .min + AnomalyJob.bucket ? start - AnomalyJob.bucket : start
  }

  func findings(_ run: RuleRun, state: inout RuleState) -> [Finding] {
    var samples = AnomalySamples()
    // Rows come in the order of time, and so do periods.
    for place in run.rows.range(reach(run.period, state)...run.period.upperBound) {
      let (time, row) = run.rows.rows[place]
      let start = Self.periodStart(time)
      if let done = state.seenUntil, start <= done { continue }
      // A period is judged when it is over.
      guard run.isLast || start + AnomalyJob.bucket <= run.time.nanoseconds else { break }
      for pair in samples.pairs(of: row.values, isPartitioned: job.partition != nil) {
        samples.add(time, pair: pair)
      }
    }
    return findings(samples, run.warnings, state: &state)
  }

  /// Periods that were judged are not looked at again.
  func settled(_ state: RuleState) -> Int64 {
    guard let start = state.seenUntil else { return .min }
    let (end, overflow) = start.addingReportingOverflow(AnomalyJob.bucket)
    return overflow ? .max : end
  }

  /// Judges collapsed rows that were all kept, without a state: those of a scan.
  func findings(_ rows: CollapsedRows.Numbers, _ warnings: WarningList) -> [Finding] {
    let samples = AnomalySamples(rows, isPartitioned: job.partition != nil)
    var models = AnomalyModels(samples, RuleState())
    return judge(samples, &models, warnings).findings
  }

  private func findings(_ samples: AnomalySamples, _ warnings: WarningList, state: inout RuleState)
    -> [Finding]
  {
    var models = AnomalyModels(samples, state)
    let (findings, last) = judge(samples, &models, warnings)
    models.store(samples, in: &state)
    if let last { state.seenUntil = last }
    return findings
  }

  /// Judges samples in the order of time, period by period.
  private func judge(
    _ samples: AnomalySamples, _ models: inout AnomalyModels, _ warnings: WarningList
  ) -> (findings: [Finding], last: Int64?) {
    var findings: [Finding] = []
    var period = AnomalyPeriod(samples)
    var last: Int64?
    let pairs = samples.pairs
    for sample in samples.samples {
      let start = Self.periodStart(sample.time)
      if let last, last != start {
        findings += finish(&period, last, samples, &models, warnings)
      }
      last = start
      period.add(sample, partition: pairs[sample.pair].partition)
    }
    if let last { findings += finish(&period, last, samples, &models, warnings) }
    return (findings, last)
  }

  /// Judges the partitions of a period, and then learns them.
  private func finish(
    _ period: inout AnomalyPeriod, _ start: Int64, _ samples: AnomalySamples, _ models: inout AnomalyModels,
    _ warnings: WarningList
  ) -> [Finding] {
    let new = period.partitions.filter { !models.isOpen($0) }
    for partition in new.sorted(by: { samples.partitions[$0] < samples.partitions[$1] })
    where !models.open(partition) {
      warnings.add("more than \(RuleState.maximumEntries) partitions: further ones were not learned")
    }
    let findings = judge(period, start, samples, models)
    let pairs = samples.pairs
    for sample in period.members {
      let partition = pairs[sample.pair].partition
      if models.isOpen(partition) { models.learn(partition, pair: sample.pair) }
    }
    for partition in period.partitions where models.isOpen(partition) {
      models.learn(partition, count: period.count(of: partition))
    }
    period.clear()
    return findings
  }

  private static func periodStart(_ time: Int64) -> Int64 { time.floored(toMultipleOf: AnomalyJob.bucket) }

  private struct Key {
    let start: Int64
    let partition: String
  }

  /// The findings of a period, by the names of their partitions.
  private func judge(
    _ period: AnomalyPeriod, _ start: Int64, _ samples: AnomalySamples, _ models: AnomalyModels
  ) -> [Finding] {
    switch job.detector {
    case .rare: rare(period, start, samples, models)
    case .highDistinctCount:
      period.partitions.sorted { samples.partitions[$0] < samples.partitions[$1] }.compactMap { partition in
        let count = period.count(of: partition)
        guard models.isOpen(partition) else { return nil }
        let score = models.excess(partition, count)
        guard score >= threshold else { return nil }
        let periods = models.periods[partition]
        let mean = periods == 0 ? 0 : models.sums[partition] / Double(periods)
        let key = Key(start: start, partition: samples.partitions[partition])
        return finding(key, nil, period.firstTime(of: partition), count, score: score, typical: mean)
      }
    }
  }

  private func rare(
    _ period: AnomalyPeriod, _ start: Int64, _ samples: AnomalySamples, _ models: AnomalyModels
  ) -> [Finding] {
    var found: [(partition: String, value: String, score: Double, sample: AnomalySamples.Sample)] = []
    let pairs = samples.pairs
    for sample in period.members {
      let (partition, value) = pairs[sample.pair]
      // Logarithms take long, and hardly a value is rare.
      guard models.ratio(partition, pair: sample.pair) >= leastRatio, models.isOpen(partition) else {
        continue
      }
      let score = models.rarity(partition, pair: sample.pair)
      guard score >= threshold else { continue }
      found.append((samples.partitions[partition], samples.values[value], score, sample))
    }
    // The order is the same however rows of the same time were kept.
    found.sort { ($0.partition, $0.sample.time, $0.value) < ($1.partition, $1.sample.time, $1.value) }
    return found.map { partition, value, score, sample in
      finding(
        Key(start: start, partition: partition), value, sample.time, 1, score: score,
        typical: Double(models.seen[sample.pair]))
    }
  }

  private func finding(
    _ key: Key, _ value: String?, _ time: Int64, _ actual: Int, score: Double, typical: Double
  ) -> Finding {
    var source: JSONObject = ["@timestamp": .string(Timestamp(nanoseconds: time).description)]
    source["job_id"] = .string(job.id)
    source["result_type"] = "record"
    source["record_score"] = .number(JSONNumber((score * 100).rounded() / 100))
    source["bucket_span"] = .number(JSONNumber(Int(AnomalyJob.bucket / 1_000_000_000)))
    source["function"] = value == nil ? "high_distinct_count" : "rare"
    source["typical"] = [.number(JSONNumber(typical))]
    source["actual"] = [.number(JSONNumber(actual))]
    if let value {
      source["by_field_name"] = .string(job.field)
      source["by_field_value"] = .string(value)
      source.set(job.field, to: .string(value))
    }
    if let partition = job.partition {
      source["partition_field_name"] = .string(partition)
      source["partition_field_value"] = .string(key.partition)
      source.set(partition, to: .string(key.partition))
    }
    return Finding(
      identity: ["anomaly", job.id, String(key.start), key.partition, value ?? ""], source: .fields(source),
      ancestors: [], extra: [:], time: time)
  }
}

import Events
import OrderedCollections
import Query
import Rules

/// Rules of type machine_learning: values that are rare, or more distinct values than usual, in periods of 15 minutes.
///
/// Each period is compared with the earlier ones of its partition and then learned, once. Nothing is unusual before
/// `AnomalyModel.minimumPeriods` periods were learned.
struct AnomalyRule: RowRule {
  let queries: [Expression]
  let fields: [String]
  let needsDocuments = false
  let runsOnceInScans = true

  private let job: AnomalyJob
  private let threshold: Double

  init(_ job: AnomalyJob, query: Expression, threshold: Int) {
    self.job = job
    queries = [query]
    fields = [job.field] + (job.partition.map { [$0] } ?? [])
    self.threshold = Double(threshold)
  }

  private struct Key {
    let start: Int64
    let partition: String
  }

  /// The values of each partition in one period, with the places where they were first seen.
  private typealias Period = [String: OrderedDictionary<String, Int>]

  func findings(_ run: RuleRun, state: inout RuleState) -> [Finding] {
    var findings: [Finding] = []
    var period: Period = [:]
    var start: Int64?
    // Rows come in the order of time, and so do periods.
    for place in run.range {
      let (time, row) = run.rows.rows[place]
      let next = Self.periodStart(time)
      if let done = state.seenUntil, next <= done { continue }
      // A period is judged when it is over.
      guard run.isLast || next + AnomalyJob.bucket <= run.time.nanoseconds else { break }
      if let start, start != next {
        findings += finish(period, start, run, &state)
        period.removeAll(keepingCapacity: true)
      }
      start = next
      add(row, place, to: &period)
    }
    if let start { findings += finish(period, start, run, &state) }
    return findings
  }

  private func add(_ row: Row, _ place: Int, to period: inout Period) {
    for partition in job.partition == nil ? [Value.text("")] : row.values[1].all {
      let name = partition.printed ?? ""
      for value in row.values[0].all.compactMap(\.printed) where period[name]?[value] == nil {
        period[name, default: [:]][value] = place
      }
    }
  }

  /// Judges the partitions of a period, and then learns them.
  private func finish(_ period: Period, _ start: Int64, _ run: RuleRun, _ state: inout RuleState) -> [Finding]
  {
    var findings: [Finding] = []
    for (partition, values) in period.sorted(by: { $0.key < $1.key }) {
      guard state.models[partition] != nil || state.models.count < RuleState.maximumEntries else {
        run.warnings.add("more than \(RuleState.maximumEntries) partitions: further ones were not learned")
        continue
      }
      let key = Key(start: start, partition: partition)
      findings += judge(key, values, state.models[partition] ?? AnomalyModel(), run)
      state.models[partition, default: AnomalyModel()].learn(values.keys)
    }
    state.seenUntil = start
    return findings
  }

  private static func periodStart(_ time: Int64) -> Int64 {
    let remainder = time % AnomalyJob.bucket
    return time - (remainder < 0 ? remainder + AnomalyJob.bucket : remainder)
  }

  private func judge(
    _ key: Key, _ values: OrderedDictionary<String, Int>, _ model: AnomalyModel, _ run: RuleRun
  ) -> [Finding] {
    switch job.detector {
    case .rare:
      return values.compactMap { value, place in
        finding(
          key, value, place, 1, score: model.rarity(value), typical: Double(model.seen[value, default: 0]),
          run)
      }
    case .highDistinctCount:
      let mean = model.periods == 0 ? 0 : model.sum / Double(model.periods)
      guard let first = values.values.first else { return [] }
      let score = model.excess(values.count)
      return [finding(key, nil, first, values.count, score: score, typical: mean, run)].compactMap(\.self)
    }
  }

  private func finding(
    _ key: Key, _ value: String?, _ place: Int, _ actual: Int, score: Double, typical: Double, _ run: RuleRun
  ) -> Finding? {
    guard score >= threshold else { return nil }
    let time = run.rows.rows[place].time
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

import Events
import Rules

/// Runs a rule over rows as a schedule would have, or all at once.
struct Replay {
  /// What one run came to.
  struct Run {
    let time: Timestamp
    let period: ClosedRange<Timestamp>
    let findings: [Finding]
    /// The rows that the findings name by their places.
    let rows: RunRows
    /// How many rows the period had.
    let count: Int
  }

  let rule: any RowRule
  let schedule: Schedule
  let rows: RunRows
  let warnings: WarningList

  /// The runs of a scan: those at which a new event entered the period; or one run over everything.
  ///
  /// - Parameters:
  ///   - state: What earlier runs left; what these leave.
  ///   - others: Times of runs to which events lead that are not among the rows, since they say nothing new.
  /// - Returns: The runs.
  func scan(state: inout RuleState, alsoAt others: Set<Int64> = []) -> [Run] {
    guard let first = rows.rows.first, let last = rows.rows.last else { return [] }
    if rule.runsOnceInScans {
      let end = Timestamp(nanoseconds: last.time)
      return [run(at: end, Timestamp(nanoseconds: first.time)...end, &state, isLast: true)]
    }
    var runs: [Run] = []
    let cache = RunCache()
    for time in times(others) {
      guard let period = schedule.window(at: time) else { continue }
      // Where rows are left out, most runs see none.
      if !others.isEmpty,
        rows.range(period.lowerBound.nanoseconds...period.upperBound.nanoseconds).isEmpty
      {
        continue
      }
      runs.append(run(at: time, period, &state, cache: cache))
    }
    return runs
  }

  /// The times of runs, in order.
  private func times(_ others: Set<Int64>) -> [Timestamp] {
    var times: [Int64] = Array(others)
    for row in rows.rows {
      let time = schedule.firstRun(atOrAfter: Timestamp(nanoseconds: row.time)).nanoseconds
      if time != times.last { times.append(time) }
    }
    times.sort()
    var distinct: [Timestamp] = []
    for time in times where time != distinct.last?.nanoseconds {
      distinct.append(Timestamp(nanoseconds: time))
    }
    return distinct
  }

  /// The run at a time.
  func run(
    at time: Timestamp, _ period: ClosedRange<Timestamp>, _ state: inout RuleState, isLast: Bool = false,
    cache: RunCache? = nil
  ) -> Run {
    let nanoseconds = period.lowerBound.nanoseconds...period.upperBound.nanoseconds
    let reach = min(rule.reach(nanoseconds, state), nanoseconds.lowerBound)
    let seen = rows.visible(at: time, in: reach...nanoseconds.upperBound)
    let run = RuleRun(
      rows: seen, range: seen.range(nanoseconds), period: nanoseconds, time: time, isLast: isLast,
      warnings: warnings, cache: cache)
    return Run(
      time: time, period: period, findings: rule.findings(run, state: &state), rows: seen,
      count: run.range.count)
  }
}

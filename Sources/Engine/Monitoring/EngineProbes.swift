import Detection
import Events
import Foundation
import Rules
import Storage

/// What is wrong with rules, sources, clock and store, as the engine sees it.
struct EngineProbes: Sendable {
  let configuration: EngineConfiguration
  let store: Store
  let scheduler: Scheduler
  let sources: SourceClock
  let inputs: InputHealth
  let heartbeat: Heartbeat?
  let edition: @Sendable () -> Edition
  /// When the engine began: what was silent before is not held against it.
  let started: Timestamp

  /// The least room on the disk, in bytes.
  private static let leastRoom = 256 << 20

  func findings(_ now: Timestamp) -> [MonitorFinding] {
    silence(now) + lag(now) + rules() + skew(now) + storage() + failingInputs() + silentHeart()
  }

  private func silence(_ now: Timestamp) -> [MonitorFinding] {
    let limit = configuration.nanoseconds("monitoring.silence")
    return sources.arrivals.compactMap { source, arrival in
      let since = now.nanoseconds - max(arrival, started).nanoseconds
      guard since > limit else { return nil }
      let subject = "\(source.account)/\(source.region)"
      return MonitorFinding(
        .silence, subject,
        "no events of account \(source.account) in \(source.region) since \(arrival) (\(since / 60_000_000_000) minutes)"
      )
    }.sorted { $0.subject < $1.subject }
  }

  private func lag(_ now: Timestamp) -> [MonitorFinding] {
    guard let (rule, nanoseconds) = scheduler.lag(at: now),
      nanoseconds > configuration.nanoseconds("monitoring.lag")
    else { return [] }
    return [
      MonitorFinding(
        .lag, rule, "the rule \(name(rule)) is \(nanoseconds / 1_000_000_000) seconds behind its schedule")
    ]
  }

  private func rules() -> [MonitorFinding] {
    let edition = edition()
    let failing = scheduler.failures.sorted { $0.key < $1.key }.map { rule, reason in
      MonitorFinding(.ruleFailure, rule, "the rule \(name(rule)) fails: \(reason)")
    }
    let wrong = edition.active.rules.indices.compactMap { place -> MonitorFinding? in
      let (rule, check) = (edition.active.rules[place], edition.active.checks[place])
      guard check.status == .error else { return nil }
      return MonitorFinding(
        .ruleFailure, rule.ruleID, "the rule \(rule.name) is wrong: \(check.reason ?? "")")
    }
    let unread = edition.problems.map {
      MonitorFinding(.ruleFailure, $0, "a rule file cannot be used: \($0)")
    }
    return failing + wrong + unread
  }

  private func failingInputs() -> [MonitorFinding] {
    inputs.states.sorted { $0.key < $1.key }.compactMap { name, state in
      state.failure.map { MonitorFinding(.input, name, "the input \(name) fails: \($0)") }
    }
  }

  private func silentHeart() -> [MonitorFinding] {
    guard let failure = heartbeat?.failure else { return [] }
    return [MonitorFinding(.heartbeat, "heartbeat", "the heartbeat cannot be sent: \(failure)")]
  }

  private func name(_ rule: String) -> String { edition().rule(rule)?.name ?? rule }

  private func skew(_ now: Timestamp) -> [MonitorFinding] {
    guard let time = sources.takeAhead() else { return [] }
    let ahead = time.nanoseconds - now.nanoseconds
    guard ahead > configuration.nanoseconds("monitoring.clock_skew") else { return [] }
    return [
      MonitorFinding(
        .clockSkew, "events",
        "events are dated up to \(time), \(ahead / 60_000_000_000) minutes ahead of the clock")
    ]
  }

  private func storage() -> [MonitorFinding] {
    var findings: [MonitorFinding] = []
    if let failure = store.health.failure {
      findings.append(MonitorFinding(.storage, "write", "the store cannot be written: \(failure)"))
    }
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: store.folder.path)
    if let free = attributes?[.systemFreeSize] as? Int, free < Self.leastRoom {
      findings.append(
        MonitorFinding(
          .storage, "room", "only \(free >> 20) MB are free where the data folder lies; make room"))
    }
    return findings
  }
}

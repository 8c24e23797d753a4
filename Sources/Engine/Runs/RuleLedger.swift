import Events
import Storage
import Synchronization

/// How far each rule is, as the store has it, kept in memory.
final class RuleLedger: Sendable {
  /// The names of the cursors that say up to which arrival a rule has judged single events: of rules that judge on arrival,
  /// which move with every event, and of rules that judge on their schedule.
  static let arrivalCursor = "arrival"
  static let scheduleCursor = "schedule"

  private let progress = Mutex<[String: RuleProgress]>([:])

  /// The progress of a rule; nil when it never ran.
  func progress(_ rule: String) -> RuleProgress? { progress.withLock { $0[rule] } }

  /// The progress of a rule, read from the store when it is not known yet.
  ///
  /// - Throws: `StoreError`.
  func load(_ rule: String, _ reader: StoreReader) throws -> RuleProgress? {
    if let known = progress(rule) { return known }
    let read = try RuleProgress(rule: rule, reader)
    progress.withLock { $0[rule] = read }
    return read
  }

  /// Notes what was stored.
  func set(_ rule: String, _ new: RuleProgress?) {
    progress.withLock { $0[rule] = new }
  }
}

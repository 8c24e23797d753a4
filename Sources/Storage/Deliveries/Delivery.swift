public import Events
import GRDB

/// Something that waits to be sent to a sink, or what became of it.
public struct Delivery: Sendable, Hashable {
  /// What became of it.
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// It waits for the next attempt.
    case queued
    /// The sink has it.
    case sent
    /// All attempts failed; it can be queued again.
    case dead
    /// It was never sent and will not be.
    case dropped
  }

  /// The number.
  public let id: Int64
  /// The name of the sink.
  public let sink: String
  /// What kind of message it is.
  public let kind: String
  /// The alert that it is about; nil when it is about none or several.
  public let alert: String?
  /// What makes two deliveries to one sink the same one.
  public let idempotencyKey: String
  /// What is to be sent.
  public let payload: JSON
  /// What became of it.
  public let state: State
  /// How many attempts were begun.
  public let attempts: Int
  /// When the next attempt is due.
  public let nextAttempt: Timestamp
  /// When it was queued.
  public let created: Timestamp
  /// When it was sent or given up; nil while it waits.
  public let finished: Timestamp?
  /// Why the latest attempt failed; nil when none did.
  public let lastError: String?

  static let columns = """
    id, sink, kind, alert, idempotency_key, payload, state, attempts, next_attempt, created, finished, last_error
    """

  init(row: Row) throws {
    id = row[0]
    sink = row[1]
    kind = row[2]
    alert = row[3]
    idempotencyKey = row[4]
    payload = try StoredText.value(row[5], "a delivery")
    state = State(rawValue: row[6]) ?? .dead
    attempts = row[7]
    nextAttempt = Timestamp(row[8] as Int64)
    created = Timestamp(row[9] as Int64)
    finished = (row[10] as Int64?).map { Timestamp($0) }
    lastError = row[11]
  }
}

import Events
public import Logging
import OrderedCollections
import Query
public import Response
public import ServiceLifecycle
public import Storage

/// Does about new alerts what is configured for their rules, without anybody asking. How far it has come is stored, so that
/// alerts of a time in which the program did not run are answered too; an alert that was answered is left alone.
public struct AutomaticResponses: Service {
  private let store: Store
  private let clock: EngineClock
  private let log: Logger
  private let responder: Responder

  /// How often new alerts are looked for, in seconds.
  private static let pause: Int64 = 1
  private static let checkpoint = "automatic-responses"

  /// Responses to the alerts of a store.
  public init(store: Store, clock: EngineClock, log: Logger, responder: Responder) {
    self.store = store
    self.clock = clock
    self.log = log
    self.responder = responder
  }

  /// Looks for new alerts until the service group shuts down.
  public func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await self.answer()
        } catch {
          self.log.error("automatic responses stopped short", metadata: ["error": "\(error)"])
        }
        await self.clock.sleep(self.clock.now().advanced(seconds: Self.pause))
      }
    }
  }

  /// Answers the alerts that are new since the last look. The first look only remembers when it was.
  ///
  /// - Throws: `StoreError`.
  public func answer() async throws {
    let now = clock.now()
    let text = try await store.asyncRead { try $0.checkpoint(Self.checkpoint) }
    guard let last = text.flatMap({ Timestamp($0) }) else { return try await remember(now) }
    let alerts = try await alerts(since: last, until: now)
    for alert in alerts {
      for outcome in await responder.respondAutomatically(to: alert.document) { report(outcome, alert) }
    }
    // The time of the newest alert is looked at again: others may have been stored with it, and answers are given once.
    if let newest = alerts.last?.row.created, newest.description != text { try await remember(newest) }
  }

  private func alerts(since last: Timestamp, until now: Timestamp) async throws -> [StoredAlert] {
    let rules = responder.automaticRules
    return try await store.asyncRead { reader in
      var found: [StoredAlert] = []
      let search = AlertSearch(
        condition: .test(field: "kibana.alert.rule.rule_id", .terms(rules, ignoresCase: false)),
        includesExpected: false, created: last...max(last, now), isDescending: false)
      try reader.forEachAlert(search) { alert in
        found.append(alert)
        return true
      }
      return found
    }
  }

  private func remember(_ time: Timestamp) async throws {
    try await store.asyncWrite { try $0.setCheckpoint(Self.checkpoint, to: time.description) }
  }

  private func report(_ outcome: AutomaticOutcome, _ alert: StoredAlert) {
    switch outcome.result {
    case .success(let response):
      log.notice(
        "automatic response", metadata: ["alert": "\(alert.row.uuid)", "status": "\(response.status)"])
    case .failure(let error):
      log.error(
        "automatic response failed", metadata: ["alert": "\(alert.row.uuid)", "error": "\(error)"])
    }
  }
}

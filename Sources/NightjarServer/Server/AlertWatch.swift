import Events
import Logging
import OrderedCollections
import Storage

/// Looks for new alerts while somebody watches, whoever raised them: the engine, a backfill, or another process.
struct AlertWatch: Sendable {
  private static let pause = Duration.milliseconds(500)
  private static let page = 100
  /// After so many quiet looks a comment keeps connections alive.
  private static let quietLooks = 30

  let services: ServerServices

  /// Looks until the task is cancelled.
  func run() async {
    var last: Int64?
    var quiet = 0
    while !Task.isCancelled {
      try? await Task.sleep(for: Self.pause)
      guard services.updates.hasWatchers else {
        last = nil
        continue
      }
      do {
        let (newest, alerts) = try await news(after: last)
        for alert in alerts { services.updates.publish("alert", alert) }
        quiet = alerts.isEmpty ? quiet + 1 : 0
        last = newest
      } catch {
        services.logger.warning("new alerts cannot be looked for", metadata: ["error": "\(type(of: error))"])
      }
      guard quiet >= Self.quietLooks else { continue }
      services.updates.publish("", [:])
      quiet = 0
    }
  }

  /// The alerts that were stored after a place, the oldest first, and the place of the newest.
  private func news(after last: Int64?) async throws -> (newest: Int64, alerts: [JSONObject]) {
    try await services.store.asyncRead { reader in
      guard let last else { return (try reader.lastAlertSeq(), []) }
      let rows = try reader.alertRows(after: last, limit: Self.page).filter { !$0.isBuildingBlock }
      return (max(last, try reader.lastAlertSeq()), rows.map(Self.shown))
    }
  }

  private static func shown(_ alert: AlertRow) -> JSONObject {
    [
      "id": .string(alert.uuid), "rule_id": .string(alert.ruleID), "rule_name": .string(alert.ruleName),
      "severity": .string(alert.severity.name), "risk": .number(JSONNumber(alert.risk)),
      "created": .string(alert.created.description),
      "principal": alert.principal.map { .string($0) } ?? .null,
      "account": alert.account.map { .string($0) } ?? .null,
    ]
  }
}

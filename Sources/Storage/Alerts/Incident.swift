public import Events
import GRDB

/// Alerts of one principal in one account without a long pause between them.
public struct Incident: Sendable, Hashable {
  /// The number.
  public let id: Int64
  /// `user.name` of the alerts.
  public let principal: String
  /// `cloud.account.id` of the alerts; empty when they have none.
  public let account: String
  /// The time of the first and the last alert's event.
  public let time: ClosedRange<Timestamp>
  /// How many alerts there are.
  public let alerts: Int
  /// How many of them are not closed.
  public let unresolved: Int
  /// How many rules raised them.
  public let rules: Int
  /// The risk, 0 to 100: the probability that at least one of the rules is right, when the risk score of each is taken for
  /// the probability that it is.
  public let risk: Double
  /// The gravest severity.
  public let severity: AlertSeverity

  static let columns = """
    id, principal, account, first_time, last_time, alerts, risk, severity,
    (SELECT count(*) FROM alerts WHERE incident = incidents.id AND status <> 2),
    (SELECT count(*) FROM incident_rules WHERE incident = incidents.id)
    """

  init(row: Row) {
    let (first, last): (Int64, Int64) = (row[3], row[4])
    id = row[0]
    principal = row[1]
    account = row[2]
    time = Timestamp(first)...Timestamp(max(first, last))
    alerts = row[5]
    risk = row[6]
    severity = AlertSeverity(rawValue: row[7]) ?? .low
    unresolved = row[8]
    rules = row[9]
  }
}

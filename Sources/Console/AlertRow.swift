public import Detection
public import Events
public import OrderedCollections
import Rules

/// What lists of alerts show of one alert.
public struct AlertRow: Sendable {
  private enum Content {
    case document(JSONObject)
    case alert(Alert)
  }

  private let content: Content
  private let columns: Columns
  /// The time of the source event as it stands in the alert.
  public let time: String
  /// The severity by its name.
  public let severity: String
  /// The risk score, 0 to 100.
  public let riskScore: Int
  /// The name of the rule.
  public let ruleName: String
  /// The identifier of the rule.
  public let ruleID: String
  /// The reason sentence.
  public let reason: String
  /// The identifier of the alert.
  public let uuid: String

  /// The row of an alert document.
  public init(_ document: JSONObject) {
    func text(_ path: String) -> String { AlertFields.text(document, path) ?? "" }
    content = .document(document)
    time = AlertFields.text(document, "kibana.alert.original_time") ?? text("@timestamp")
    severity = text("kibana.alert.severity")
    riskScore = AlertFields.value(document, "kibana.alert.risk_score")?.integer ?? 0
    ruleName = text("kibana.alert.rule.name")
    ruleID = text("kibana.alert.rule.rule_id")
    reason = text("kibana.alert.reason")
    uuid = text("kibana.alert.uuid")
    columns = Columns(
      Columns.fields.map { AlertFields.text(document, $0) },
      eventCount: AlertFindings.eventCount(document))
  }

  private init(_ alert: Alert, _ summary: AlertReader.Summary) {
    content = .alert(alert)
    time = summary.time
    severity = alert.severity
    riskScore = alert.riskScore
    ruleName = summary.ruleName
    ruleID = summary.ruleID
    reason = summary.reason
    uuid = alert.uuid
    columns = Columns(summary.texts, eventCount: summary.eventCount > 1 ? summary.eventCount : nil)
  }

  /// The row of an alert, without its document where that is possible.
  ///
  /// - Parameters:
  ///   - alert: The alert.
  ///   - reader: A reader of the fields of rows, as `reader()` makes it.
  public init(_ alert: Alert, _ reader: AlertReader) {
    self = reader.summary(of: alert).map { AlertRow(alert, $0) } ?? AlertRow(alert.document)
  }

  /// A reader of the fields that rows show.
  public static func reader() -> AlertReader { AlertReader(fields: Columns.fields) }

  /// The complete alert document, which may be made anew each time it is asked for.
  public var document: JSONObject {
    switch content {
    case .document(let document): document
    case .alert(let alert): alert.document
    }
  }

  /// Who did it: the user's or role's name, with the session's where there is one.
  public var principal: String { columns.principal }

  /// The account.
  public var account: String { columns[.account] }

  /// The region.
  public var region: String { columns[.region] }

  /// The action; of an alert of several events how many these were.
  public var action: String { columns.action }

  /// The outcome.
  public var outcome: String { columns[.outcome] }

  /// Where it came from.
  public var source: String { columns.source }

  /// The place of the severity, 0 for low to 3 for critical.
  public var severityRank: Int {
    ["low", "medium", "high", "critical"].firstIndex(of: severity) ?? 0
  }
}

extension AlertRow {
  /// The fields of source events that rows show, with what is made of them.
  private struct Columns {
    enum Field: Int {
      case arn, user, service, account, region, action, outcome, address, ip
    }

    /// The paths, at the raw values of `Field`.
    static let fields = [
      "aws.cloudtrail.user_identity.arn", "user.name", "aws.cloudtrail.user_identity.invoked_by",
      "cloud.account.id", "cloud.region", "event.action", "event.outcome", "source.address", "source.ip",
    ]

    private let texts: [String?]
    private let eventCount: Int?

    init(_ texts: [String?], eventCount: Int?) {
      self.texts = texts
      self.eventCount = eventCount
    }

    subscript(field: Field) -> String { texts[field.rawValue] ?? "" }

    private func text(_ field: Field) -> String? { texts[field.rawValue] }

    var principal: String {
      PrincipalText.text(arn: text(.arn), name: text(.user), service: text(.service))
    }

    var action: String { text(.action) ?? eventCount.map { Quantity.text($0, "event") } ?? "" }

    var source: String { text(.address) ?? self[.ip] }
  }
}

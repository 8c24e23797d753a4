import Events

/// Where the notices of a sink go, with the settings of its kind.
public enum SinkTarget: Sendable {
  case webhook(WebhookSettings)
  case slack(SlackSettings)
  case pagerDuty(PagerDutySettings)
  case email(EmailSettings)
  case syslog(SyslogSettings)
  case file(FileSettings)
  case sns(SNSSettings)
  case sqs(SQSSettings)
  case securityHub(SecurityHubSettings)

  /// The kinds by their names in settings.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case webhook
    case slack
    case pagerDuty = "pagerduty"
    case email
    case syslog
    case file
    case sns
    case sqs
    case securityHub = "security_hub"
  }

  /// The keys of a kind.
  static func keys(_ kind: Kind) -> [String] {
    switch kind {
    case .webhook: WebhookSettings.keys
    case .slack: SlackSettings.keys
    case .pagerDuty: PagerDutySettings.keys
    case .email: EmailSettings.keys
    case .syslog: SyslogSettings.keys
    case .file: FileSettings.keys
    case .sns: SNSSettings.keys
    case .sqs: SQSSettings.keys
    case .securityHub: SecurityHubSettings.keys
    }
  }

  init(_ kind: Kind, _ reader: SettingsReader) throws(SettingsError) {
    switch kind {
    case .webhook: self = .webhook(try WebhookSettings(reader))
    case .slack: self = .slack(try SlackSettings(reader))
    case .pagerDuty: self = .pagerDuty(try PagerDutySettings(reader))
    case .email: self = .email(try EmailSettings(reader))
    case .syslog: self = .syslog(try SyslogSettings(reader))
    case .file: self = .file(try FileSettings(reader))
    case .sns: self = .sns(try SNSSettings(reader))
    case .sqs: self = .sqs(try SQSSettings(reader))
    case .securityHub: self = .securityHub(try SecurityHubSettings(reader))
    }
  }

  /// Whether the other side keeps a state of each alert, which ends when the alert is closed.
  var keepsState: Bool {
    switch self {
    case .pagerDuty, .securityHub: true
    case .webhook, .slack, .email, .syslog, .file, .sns, .sqs: false
    }
  }
}

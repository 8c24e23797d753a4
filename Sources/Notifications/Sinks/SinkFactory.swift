/// Makes sinks from settings.
enum SinkFactory {
  static func sink(_ settings: SinkSettings, _ surroundings: SinkSurroundings) -> any Sink {
    let timeout = settings.timeout
    return switch settings.target {
    case .webhook(let target): WebhookSink(settings: target, surroundings: surroundings, timeout: timeout)
    case .slack(let target): SlackSink(settings: target, surroundings: surroundings, timeout: timeout)
    case .pagerDuty(let target): PagerDutySink(settings: target, surroundings: surroundings, timeout: timeout)
    case .email(let target): EmailSink(settings: target, surroundings: surroundings, timeout: timeout)
    case .syslog(let target): SyslogSink(settings: target, surroundings: surroundings, timeout: timeout)
    case .file(let target): FileSink(settings: target, surroundings: surroundings)
    case .sns(let target): SNSSink(settings: target, surroundings: surroundings)
    case .sqs(let target): SQSSink(settings: target, surroundings: surroundings)
    case .securityHub(let target): SecurityHubSink(settings: target, surroundings: surroundings)
    }
  }
}

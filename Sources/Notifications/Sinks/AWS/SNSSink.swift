import AWS
import Events
import Rules

/// Publishes notices to a topic.
struct SNSSink: Sink {
  let settings: SNSSettings
  let surroundings: SinkSurroundings

  /// Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
  private static let maximumBytes = 256 << 10
  private static let longestSubject = 100

  func send(_ notice: Notice) async throws(SinkError) {
    let text = NoticeText(notice)
    let payload = Payload(version: surroundings.version)
    var message = String(decoding: payload.render(notice, settings.format).bytes, as: UTF8.self)
    // A document that is too large is told in words; the identifier leads to it.
    if message.utf8.count > Self.maximumBytes {
      message = HeaderText.cut(payload.line(notice), bytes: Self.maximumBytes)
    }
    let isFIFO = settings.topicARN.hasSuffix(".fifo")
    _ = try await AWSSinks.send(
      Publish(
        topicARN: settings.topicARN, message: message,
        subject: HeaderText.ascii(text.subject, limit: Self.longestSubject),
        attributes: Self.attributes(notice, text), groupID: isFIFO ? "nightjar" : nil,
        deduplicationID: isFIFO ? MessageKey.of(notice) : nil),
      AWSSinks.client(surroundings, settings.region))
  }

  static func attributes(_ notice: Notice, _ text: NoticeText) -> [String: String] {
    let summary = AlertSummary(notice.alert)
    let all = [
      "kind": notice.kind.rawValue, "severity": text.severity, "rule_id": summary.ruleID,
      "account": summary.account,
    ]
    return all.filter { !$0.value.isEmpty }.mapValues { HeaderText.cut(HeaderText.oneLine($0), 256) }
  }
}

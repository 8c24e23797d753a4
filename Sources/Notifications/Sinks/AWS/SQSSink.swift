import AWS
import Events

/// Sends notices to a queue.
struct SQSSink: Sink {
  let settings: SQSSettings
  let surroundings: SinkSurroundings

  /// Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html; queues may be set
  /// to less than the most that the service takes.
  private static let maximumBytes = 256 << 10

  func send(_ notice: Notice) async throws(SinkError) {
    let payload = Payload(version: surroundings.version)
    var body = Self.fit(String(decoding: payload.render(notice, settings.format).bytes, as: UTF8.self))
    if body.utf8.count > Self.maximumBytes {
      body = HeaderText.cut(payload.line(notice), bytes: Self.maximumBytes)
    }
    let isFIFO = settings.queueURL.hasSuffix(".fifo")
    _ = try await AWSSinks.send(
      SendMessage(
        queueURL: settings.queueURL, body: body,
        attributes: SNSSink.attributes(notice, NoticeText(notice)), groupID: isFIFO ? "nightjar" : nil,
        deduplicationID: isFIFO ? MessageKey.of(notice) : nil),
      AWSSinks.client(surroundings, settings.region))
  }

  /// Messages have the characters of XML only.
  private static func fit(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { $0.value != 0xFFFE && $0.value != 0xFFFF }
    if isPlain { return text }
    return String(
      String.UnicodeScalarView(text.unicodeScalars.filter { $0.value != 0xFFFE && $0.value != 0xFFFF }))
  }
}

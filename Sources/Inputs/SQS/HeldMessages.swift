import AWS
import Synchronization

/// The messages of one receipt that are still worked on.
final class HeldMessages: Sendable {
  private let messages: Mutex<[String: SQSMessage]>

  init(_ messages: [SQSMessage]) {
    self.messages = Mutex(
      Dictionary(messages.map { ($0.receiptHandle, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  var all: [SQSMessage] { messages.withLock { Array($0.values) } }

  func release(_ message: SQSMessage) {
    _ = messages.withLock { $0.removeValue(forKey: message.receiptHandle) }
  }
}

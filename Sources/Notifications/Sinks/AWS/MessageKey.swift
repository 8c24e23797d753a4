import Crypto
import Foundation

/// The identifiers that FIFO topics and queues recognise a message by.
enum MessageKey {
  /// At most 128 characters, of a set that the identifier of a notice may leave.
  static func of(_ notice: Notice) -> String {
    SHA256.hash(data: Data(notice.id.utf8)).map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }.joined()
  }
}

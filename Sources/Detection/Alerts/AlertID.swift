import Crypto
import Events

/// Deterministic identifiers: the same rule and the same source events give the same alert, however often and by
/// whichever path they are read.
public enum AlertID {
  /// The `kibana.alert.uuid` of an alert that one event raises: the SHA-256 of rule and event in hexadecimal.
  public static func single(ruleID: String, event: EventIdentity) -> String {
    hexadecimal(SHA256.hash(data: Array("nightjar/alert/event\0\(ruleID)\0\(event.id)".utf8)))
  }

  /// The `kibana.alert.uuid` of an alert that a rule raises for several events or for a group: the SHA-256 of the rule and
  /// of everything that makes the alert another one.
  public static func composed(ruleID: String, identity: [String]) -> String {
    parts(["nightjar/alert/composed", ruleID] + identity)
  }

  /// The SHA-256 of several texts, each with its length.
  static func parts(_ texts: [String]) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(texts.count * 64)
    for text in texts {
      bytes.append(contentsOf: String(text.utf8.count).utf8)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(contentsOf: text.utf8)
    }
    return hexadecimal(SHA256.hash(data: bytes))
  }

  /// The identity of an event that has none of its own: the SHA-256 of its bytes in hexadecimal.
  public static func content(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    hexadecimal(SHA256.hash(data: UnsafeRawBufferPointer(bytes)))
  }

  private static func hexadecimal(_ digest: SHA256.Digest) -> String {
    let digits: StaticString = "0123456789abcdef"
    var text: [UInt8] = []
    text.reserveCapacity(2 * SHA256.byteCount)
    for byte in digest {
      text.append(digits.utf8Start[Int(byte >> 4)])
      text.append(digits.utf8Start[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

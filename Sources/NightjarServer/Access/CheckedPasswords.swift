import Crypto
import Events
import Foundation
import OrderedCollections
import Synchronization

/// Passwords that were right a moment ago, so that programs which send one with every request need not wait for its hash.
///
/// It holds keyed hashes that nobody outside the process can make, and forgets them after five minutes. A changed password
/// has another stored hash, so that the old one is not found.
final class CheckedPasswords: Sendable {
  private static let lifetime: Int64 = 300_000_000_000
  private static let maximum = 1000

  private let key = SecretText.randomBytes(32)
  private let known = Mutex<OrderedDictionary<Data, Timestamp>>([:])

  func contains(_ name: String, _ password: String, _ hash: String, at now: Timestamp) -> Bool {
    let code = code(name, password, hash)
    return known.withLock { known in
      guard let at = known[code] else { return false }
      return now.nanoseconds - at.nanoseconds < Self.lifetime
    }
  }

  func insert(_ name: String, _ password: String, _ hash: String, at now: Timestamp) {
    let code = code(name, password, hash)
    known.withLock { known in
      if known.count >= Self.maximum { known.removeFirst(Self.maximum / 10) }
      known[code] = now
    }
  }

  private func code(_ name: String, _ password: String, _ hash: String) -> Data {
    var hmac = HMAC<SHA256>(key: SymmetricKey(data: key))
    for part in [name, password, hash] {
      withUnsafeBytes(of: UInt64(part.utf8.count)) { hmac.update(data: $0) }
      hmac.update(data: Data(part.utf8))
    }
    return Data(hmac.finalize())
  }
}

import Crypto
import Foundation
import HTTPTypes
import _CryptoExtras

/// The hash of a password by scrypt (RFC 7914), as text `$scrypt$ln=15,r=8,p=3$SALT$HASH`.
///
/// The text names its work factor, so that hashes with an older one still check and are replaced at the next sign-in.
struct PasswordHash: Sendable, Hashable {
  /// How much work a hash is.
  struct Work: Sendable, Hashable {
    /// The base-2 logarithm of the number of rounds.
    var rounds: Int
    var blockSize: Int
    var parallelism: Int

    /// 32 MiB and three passes: one of the equivalent choices of the OWASP Password Storage Cheat Sheet.
    static let standard = Work(rounds: 15, blockSize: 8, parallelism: 3)

    /// What is still checked: a stored text must not be able to ask for unbounded work.
    var isBearable: Bool {
      (1...20).contains(rounds) && (1...16).contains(blockSize) && (1...16).contains(parallelism)
    }
  }

  let work: Work
  let salt: [UInt8]
  let hash: [UInt8]

  /// Hashes a password with a new salt.
  ///
  /// - Throws: `APIFailure` when the library refuses.
  init(password: String, work: Work = .standard) throws {
    self.work = work
    salt = SecretText.randomBytes(16)
    hash = try Self.derive(password, salt, work)
  }

  /// Reads the text of a hash; nil when it is none.
  init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: true).map(String.init)
    guard parts.count == 4, parts[0] == "scrypt" else { return nil }
    var numbers: [String: Int] = [:]
    for pair in parts[1].split(separator: ",") {
      let sides = pair.split(separator: "=")
      guard sides.count == 2, let number = Int(sides[1]) else { return nil }
      numbers[String(sides[0])] = number
    }
    guard let rounds = numbers["ln"], let blockSize = numbers["r"], let parallelism = numbers["p"],
      let salt = Data(base64Encoded: parts[2]), let hash = Data(base64Encoded: parts[3]), hash.count == 32
    else { return nil }
    work = Work(rounds: rounds, blockSize: blockSize, parallelism: parallelism)
    guard work.isBearable else { return nil }
    self.salt = Array(salt)
    self.hash = Array(hash)
  }

  /// The hash as text.
  var text: String {
    let salt = Data(salt).base64EncodedString()
    let hash = Data(hash).base64EncodedString()
    return "$scrypt$ln=\(work.rounds),r=\(work.blockSize),p=\(work.parallelism)$\(salt)$\(hash)"
  }

  /// Whether a password is the one that was hashed. Takes as long whether it is or not.
  func matches(_ password: String) -> Bool {
    guard let derived = try? Self.derive(password, salt, work) else { return false }
    return SecretText.isEqual(derived, hash)
  }

  private static func derive(_ password: String, _ salt: [UInt8], _ work: Work) throws -> [UInt8] {
    do {
      let key = try KDF.Scrypt.deriveKey(
        from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: 1 << work.rounds,
        blockSize: work.blockSize, parallelism: work.parallelism)
      return key.withUnsafeBytes { Array($0) }
    } catch {
      throw APIFailure(.internalServerError, "password_hash_exception", "the password could not be hashed")
    }
  }
}

public import Crypto
public import Foundation

/// The Ed25519 key (RFC 8032) that signs the audit log: a file that only the owner can read, made on first use.
public struct AuditKey: Sendable {
  /// The name of the file in the data folder.
  public static let fileName = "audit.key"

  private let secret: Data
  /// The raw bytes of the key that checks signatures.
  private let open: Data

  /// The key of a data folder, which is made when there is none.
  ///
  /// - Throws: `StoreError` when the file cannot be made or holds no key.
  public init(folder: URL) throws {
    let file = folder.appending(path: Self.fileName)
    if access(file.path, F_OK) != 0 { try Self.make(file) }
    guard let text = try? String(contentsOf: file, encoding: .utf8),
      let data = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)),
      let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: data)
    else { throw StoreError(.inaccessible, "\(file.path) cannot be read or holds no key") }
    secret = data
    self.open = key.publicKey.rawRepresentation
  }

  /// Writes a new key under another name first: a file that is there is complete, also when two processes make it.
  private static func make(_ file: URL) throws {
    let key = Curve25519.Signing.PrivateKey().rawRepresentation.base64EncodedString() + "\n"
    let new = file.path + ".\(getpid()).\(UInt32.random(in: .min ... .max))"
    let descriptor = Foundation.open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StoreError(.inaccessible, "cannot write \(file.path)") }
    let bytes = Array(key.utf8)
    let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
    close(descriptor)
    defer { unlink(new) }
    guard isWritten, link(new, file.path) == 0 || errno == EEXIST else {
      throw StoreError(.inaccessible, "cannot write \(file.path)")
    }
  }

  /// The key that checks signatures.
  ///
  /// - Throws: `CryptoKitError`; only when the library refuses its own key.
  public func publicKey() throws -> Curve25519.Signing.PublicKey {
    try Curve25519.Signing.PublicKey(rawRepresentation: open)
  }

  /// The name of the key: the first 16 digits of the SHA-256 of the public key.
  public var id: String { Self.id(of: open) }

  /// The name of a key.
  static func id(of key: Data) -> String {
    Hexadecimal.text(SHA256.hash(data: key).prefix(8))
  }

  func sign(_ data: Data) throws -> Data {
    try Curve25519.Signing.PrivateKey(rawRepresentation: secret).signature(for: data)
  }
}

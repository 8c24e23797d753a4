import Events
import Foundation
import HTTPTypes
import OrderedCollections
import Storage

extension AccessControl {
  private static let setting = "set_up"

  /// Makes the secret of the link with which the first user is made, in place of an earlier one.
  ///
  /// - Returns: The secret; nil when there are users.
  /// - Throws: `StoreError`.
  func makeSetUpSecret() async throws -> String? {
    let secret = SecretText.random()
    let now = now()
    let expires = Timestamp(nanoseconds: now.nanoseconds + Int64(options.setUpSeconds) * 1_000_000_000)
    return try await store.asyncWrite { writer in
      guard try writer.users().isEmpty else { return nil }
      try writer.setSetting(
        Self.setting, to: ["hash": .string(SecretText.hash(secret)), "expires": .string(expires.description)])
      return secret
    }
  }

  /// Whether nobody can sign in yet.
  ///
  /// - Throws: `StoreError`.
  func needsSetUp() async throws -> Bool {
    try await store.asyncRead { try $0.users().isEmpty }
  }

  /// Makes the first user, an administrator. The secret is used up.
  ///
  /// - Throws: `APIFailure`: 403 when the secret is wrong, used or expired; 429 after too many failures; `StoreError`.
  func setUp(secret: String, name: String, password: String, address: String) async throws {
    try await checkSetUp(secret, address: address)
    try Self.check(name: name)
    try Self.check(password: password)
    let user = StoredUser(
      name: name, password: try await hashed(password), roles: [Role.admin.rawValue], created: now())
    let now = now()
    try await store.asyncWrite { writer in
      // Checked again in the transaction that uses it up: only one request can win.
      guard try writer.users().isEmpty, try Self.isValid(secret, writer.setting(Self.setting), now) else {
        throw Self.refusal
      }
      try writer.setSetting(Self.setting, to: nil)
      try writer.setUser(user)
      try writer.audit(
        action: "user.create", subject: name, actor: "set-up link",
        details: ["roles": ["admin"], "address": .string(address)])
    }
  }

  private func checkSetUp(_ secret: String, address: String) async throws {
    let now = now()
    let isValid = try await store.asyncRead { reader in
      try reader.users().isEmpty && Self.isValid(secret, reader.setting(Self.setting), now)
    }
    guard isValid else { throw Self.refusal }
  }

  private static func isValid(_ secret: String, _ setting: JSON?, _ now: Timestamp) -> Bool {
    guard let hash = setting?["hash"]?.string, let text = setting?["expires"]?.string,
      let expires = Timestamp(text)
    else { return false }
    return expires > now && SecretText.isEqual(hash, SecretText.hash(secret))
  }

  private static let refusal = APIFailure(
    .forbidden, "security_exception",
    "this link is not valid: it was used, has expired, or is not the latest one; restart the server for a new one"
  )
}

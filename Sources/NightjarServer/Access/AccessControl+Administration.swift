import Events
import Foundation
import OrderedCollections
import Storage

extension AccessControl {
  /// Adds a user.
  ///
  /// - Throws: `APIFailure` when the name or the password will not do, or there is one with the name; `StoreError`.
  @discardableResult
  func addUser(name: String, password: String, roles: [Role], actor: String) async throws -> StoredUser {
    try Self.check(name: name)
    try Self.check(password: password)
    try Self.check(userRoles: roles)
    let user = StoredUser(
      name: name, password: try await hashed(password), roles: roles.map(\.rawValue), created: now())
    try await store.asyncWrite { writer in
      guard try writer.user(name) == nil else {
        throw APIFailure.conflict("there is a user [\(name)] already")
      }
      try writer.setUser(user)
      try writer.audit(
        action: "user.create", subject: name, actor: actor,
        details: ["roles": .array(user.roles.map { .string($0) })])
    }
    return user
  }

  /// What of a user changes; nil parts stay.
  struct UserChange: Sendable {
    var password: String?
    var roles: [Role]?
    var isDisabled: Bool?
  }

  /// Changes a user. A new password, other roles or being disabled ends the user's sessions.
  ///
  /// - Throws: `APIFailure` when there is no such user, or nobody could administer afterwards; `StoreError`.
  @discardableResult
  func changeUser(_ name: String, _ change: UserChange, actor: String) async throws -> StoredUser {
    if let password = change.password { try Self.check(password: password) }
    if let roles = change.roles { try Self.check(userRoles: roles) }
    let hash: String? = if let password = change.password { try await hashed(password) } else { nil }
    return try await store.asyncWrite { writer in
      guard var user = try writer.user(name) else { throw APIFailure.missing("there is no user [\(name)]") }
      var details: [String] = []
      if let hash {
        user.password = hash
        details.append("password")
      }
      if let roles = change.roles {
        user.roles = roles.map(\.rawValue)
        details.append("roles")
      }
      if let isDisabled = change.isDisabled {
        user.isDisabled = isDisabled
        details.append(isDisabled ? "disabled" : "enabled")
      }
      try writer.setUser(user)
      try Self.requireAdministrator(writer)
      try writer.removeSessions(of: name)
      try writer.audit(
        action: "user.change", subject: name, actor: actor,
        details: [
          "changed": .array(details.map { .string($0) }), "roles": .array(user.roles.map { .string($0) }),
        ])
      return user
    }
  }

  /// Removes a user and the user's sessions and keys.
  ///
  /// - Throws: `APIFailure` when there is no such user, or nobody could administer afterwards; `StoreError`.
  func removeUser(_ name: String, actor: String) async throws {
    try await store.asyncWrite { writer in
      guard try writer.removeUser(name) else { throw APIFailure.missing("there is no user [\(name)]") }
      try Self.requireAdministrator(writer)
      let keys = try writer.apiKeys().filter { $0.owner == name }
      for key in keys { try writer.removeAPIKey(key.id) }
      try writer.audit(
        action: "user.remove", subject: name, actor: actor, details: ["keys": .number(.init(keys.count))])
    }
  }

  /// Makes a key.
  ///
  /// - Returns: The key, and its secret, which is not kept.
  /// - Throws: `APIFailure` when the name will not do or the end is in the past; `StoreError`.
  func addKey(name: String, roles: [Role], expires: Timestamp?, owner: String, actor: String) async throws
    -> (key: StoredAPIKey, secret: String)
  {
    try Self.check(keyName: name)
    guard !roles.isEmpty else { throw APIFailure.bad("a key needs a role: \(Self.names(Role.allCases))") }
    let now = now()
    if let expires, expires <= now { throw APIFailure.bad("the key would have expired already") }
    let secret = SecretText.random()
    let key = StoredAPIKey(
      id: SecretText.randomID(), name: name, hash: SecretText.hash(secret), roles: roles.map(\.rawValue),
      owner: owner, created: now, expires: expires)
    try await store.asyncWrite { writer in
      try writer.setAPIKey(key)
      try writer.audit(
        action: "key.create", subject: key.id, actor: actor,
        details: [
          "name": .string(name), "roles": .array(key.roles.map { .string($0) }),
          "expires": expires.map { .string($0.description) } ?? .null,
        ])
    }
    return (key, secret)
  }

  /// Removes a key.
  ///
  /// - Throws: `APIFailure` when there is no such key; `StoreError`.
  func removeKey(_ id: String, actor: String) async throws {
    try await store.asyncWrite { writer in
      guard try writer.removeAPIKey(id) else { throw APIFailure.missing("there is no key [\(id)]") }
      try writer.audit(action: "key.remove", subject: id, actor: actor)
    }
  }

  // MARK: Checks

  private static func requireAdministrator(_ writer: StoreWriter) throws {
    let hasOne = try writer.users().contains { !$0.isDisabled && $0.roles.contains(Role.admin.rawValue) }
    guard hasOne else {
      throw APIFailure.conflict("this is the last user with the role [admin]; give it to another user first")
    }
  }

  static func check(name: String) throws(APIFailure) {
    let allowed = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "._-@".utf8.contains(byte)
    }
    guard allowed, (1...100).contains(name.utf8.count) else {
      throw .bad("a user's name has 1 to 100 letters, digits and . _ - @")
    }
  }

  static func check(password: String) throws(APIFailure) {
    guard password.count >= 12, password.utf8.count <= 1024 else {
      throw .bad("a password has at least 12 characters and at most 1024 bytes")
    }
  }

  private static func check(keyName name: String) throws(APIFailure) {
    let isPrintable = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    guard isPrintable, (1...200).contains(name.utf8.count) else {
      throw .bad("a key's name has 1 to 200 bytes and no control characters")
    }
  }

  private static func check(userRoles roles: [Role]) throws(APIFailure) {
    guard !roles.isEmpty, roles.allSatisfy(Role.ofUsers.contains) else {
      throw .bad("a user needs a role: \(names(Role.ofUsers))")
    }
  }

  private static func names(_ roles: [Role]) -> String { roles.map(\.rawValue).joined(separator: ", ") }
}

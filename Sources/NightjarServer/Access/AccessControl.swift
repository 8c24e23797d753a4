import Crypto
import Events
import Foundation
import HTTPTypes
import Logging
import OrderedCollections
import Storage
import Synchronization

/// Who may do what: users, sessions, keys, and how they are checked.
public final class AccessControl: Sendable {
  let store: Store
  let options: ServerOptions
  let now: @Sendable () -> Timestamp
  let logger: Logger
  /// Ten tries at once, then one in half a minute.
  private let addresses = RateLimiter(allowed: 10, refill: 30_000_000_000)
  /// A user may be tried from many addresses.
  private let names = RateLimiter(allowed: 20, refill: 30_000_000_000)
  /// Hashing costs memory and time: one password at a time.
  private let hashing = DispatchQueue(label: "nightjar.passwords")
  private let checked: CheckedPasswords
  /// What is hashed when there is no such user, so that an answer takes as long.
  private let nobody = Mutex<PasswordHash?>(nil)

  /// The cookie of sessions.
  var cookie: SessionCookie { SessionCookie(isSecure: options.tls != nil) }

  init(store: Store, options: ServerOptions, now: @escaping @Sendable () -> Timestamp, logger: Logger) {
    self.store = store
    self.options = options
    self.now = now
    self.logger = logger
    checked = CheckedPasswords()
  }

  // MARK: Sessions

  /// Signs a user in.
  ///
  /// - Returns: The secret of the new session.
  /// - Throws: `APIFailure`: 401 when name or password is wrong, 429 after too many failures; `StoreError`.
  func signIn(name: String, password: String, address: String) async throws -> String {
    _ = try await verify(name: name, password: password, address: address)
    let secret = SecretText.random()
    let now = now()
    let expires = Timestamp(
      nanoseconds: now.nanoseconds + Int64(options.sessionLifetimeSeconds) * 1_000_000_000)
    let session = StoredSession(
      hash: SecretText.hash(secret), user: name, created: now, expires: expires, lastUsed: now)
    try await store.asyncWrite { writer in
      try writer.removeEndedSessions()
      try writer.setSession(session)
      if var user = try writer.user(name) {
        user.lastUsed = now
        try writer.setUser(user)
      }
      try writer.audit(
        action: "session.create", subject: name, actor: name, details: ["address": .string(address)])
    }
    return secret
  }

  /// Ends the session with a hash.
  ///
  /// - Throws: `StoreError`.
  func signOut(session hash: String, user: String) async throws {
    try await store.asyncWrite { writer in
      try writer.removeSession(hash: hash)
      try writer.audit(action: "session.end", subject: user, actor: user)
    }
  }

  /// Who uses a session; nil when it is unknown or over.
  ///
  /// - Throws: `StoreError`.
  func identity(session secret: String) async throws -> (identity: Identity, hash: String)? {
    let hash = SecretText.hash(secret)
    let now = now()
    let idle = idleLimit(now)
    let found = try await store.asyncRead { reader -> (StoredSession, StoredUser)? in
      guard let session = try reader.session(hash: hash, at: now), let user = try reader.user(session.user)
      else {
        return nil
      }
      return (session, user)
    }
    guard let (session, user) = found, session.expires > now, session.lastUsed >= idle, !user.isDisabled
    else {
      return nil
    }
    // The time of use is kept to the minute: not every request should write.
    if now.nanoseconds - session.lastUsed.nanoseconds > 60_000_000_000 {
      try await store.asyncWrite { writer in
        guard var session = try writer.session(hash: hash, at: now) else { return }
        session.lastUsed = now
        try writer.setSession(session)
      }
    }
    return (Identity(user: user.name, kind: .session, roles: user.roles.compactMap(Role.init)), hash)
  }

  private func idleLimit(_ now: Timestamp) -> Timestamp {
    Timestamp(nanoseconds: now.nanoseconds - Int64(options.sessionIdleSeconds) * 1_000_000_000)
  }

  // MARK: Passwords

  /// The user with a name and a password.
  ///
  /// - Throws: `APIFailure`: 401 when name or password is wrong, 429 after too many failures; `StoreError`.
  func verify(name: String, password: String, address: String) async throws -> StoredUser {
    try checkRate(name: name, address: address)
    let user = try await store.asyncRead { try $0.user(name) }
    let isRight = try await matches(password, user.flatMap { PasswordHash($0.password) })
    guard let user, isRight, !user.isDisabled else {
      try await failed(name: name, address: address)
      throw APIFailure.badCredentials
    }
    addresses.succeed(address)
    if let hash = PasswordHash(user.password), hash.work != options.passwordWork {
      let text = try await hashed(password)
      try await store.asyncWrite { writer in
        guard var user = try writer.user(name) else { return }
        user.password = text
        try writer.setUser(user)
      }
    }
    return user
  }

  /// The text of a password's hash.
  ///
  /// - Throws: `APIFailure`.
  func hashed(_ password: String) async throws -> String {
    let work = options.passwordWork
    return try await offThread { try PasswordHash(password: password, work: work).text }
  }

  private func matches(_ password: String, _ hash: PasswordHash?) async throws -> Bool {
    guard password.utf8.count <= 1024 else { return false }
    let work = options.passwordWork
    return try await offThread { [self] in
      if let hash { return hash.matches(password) }
      let stand = try nobody.withLock { known in
        if let known { return known }
        let new = try PasswordHash(password: SecretText.random(), work: work)
        known = new
        return new
      }
      _ = stand.matches(password)
      return false
    }
  }

  private func offThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      hashing.async { continuation.resume(with: Result { try body() }) }
    }
  }

  private func checkRate(name: String, address: String) throws {
    let now = now()
    guard let seconds = addresses.wait(address, at: now) ?? names.wait(name, at: now) else { return }
    throw APIFailure(
      .tooManyRequests, "rate_limit_exception", "too many failed attempts; try again in \(seconds) seconds",
      headers: [.retryAfter: "\(seconds)"])
  }

  private func failed(name: String, address: String) async throws {
    let now = now()
    addresses.fail(address, at: now)
    names.fail(name, at: now)
    logger.warning("authentication failed", metadata: ["address": "\(address)"])
    // What was typed as a name may be a password: it is only kept when it is a name.
    try await store.asyncWrite { writer in
      let known = try writer.user(name) == nil ? "unknown user" : name
      try writer.audit(
        action: "session.refuse", subject: known, actor: "anonymous", details: ["address": .string(address)])
    }
  }

  // MARK: Headers

  /// Who sends a header `Authorization`.
  ///
  /// - Throws: `APIFailure`: 401 when the credentials are wrong; `StoreError`.
  func identity(authorization header: String, address: String) async throws -> Identity {
    guard let credentials = Credentials(header) else { throw APIFailure.badCredentials }
    switch credentials {
    case .key(let id, let secret): return try await identity(key: id, secret: secret, address: address)
    case .password(let name, let password):
      // Programs that only know names and passwords may send the two halves of a key.
      if try await store.asyncRead({ try $0.apiKey(id: name) }) != nil {
        return try await identity(key: name, secret: password, address: address)
      }
      let now = now()
      if let known = try await store.asyncRead({ try $0.user(name) }), !known.isDisabled,
        checked.contains(name, password, known.password, at: now)
      {
        return Identity(user: name, kind: .password, roles: known.roles.compactMap(Role.init))
      }
      let user = try await verify(name: name, password: password, address: address)
      checked.insert(name, password, user.password, at: now)
      return Identity(user: name, kind: .password, roles: user.roles.compactMap(Role.init))
    }
  }

  private func identity(key id: String, secret: String, address: String) async throws -> Identity {
    let now = now()
    if let seconds = addresses.wait(address, at: now) {
      throw APIFailure(
        .tooManyRequests, "rate_limit_exception", "too many failed attempts; try again in \(seconds) seconds",
        headers: [.retryAfter: "\(seconds)"])
    }
    let key = try await store.asyncRead { try $0.apiKey(id: id) }
    guard let key, SecretText.isEqual(key.hash, SecretText.hash(secret)) else {
      addresses.fail(address, at: now)
      throw APIFailure.badCredentials
    }
    if let expires = key.expires, expires <= now {
      throw APIFailure(.unauthorized, "security_exception", "the API key has expired; make a new one")
    }
    if key.lastUsed.map({ now.nanoseconds - $0.nanoseconds > 60_000_000_000 }) ?? true {
      try await store.asyncWrite { writer in
        guard var key = try writer.apiKey(id: id) else { return }
        key.lastUsed = now
        try writer.setAPIKey(key)
      }
    }
    return Identity(user: key.owner, kind: .key, roles: key.roles.compactMap(Role.init), key: key.name)
  }
}

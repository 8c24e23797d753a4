public import Events

/// A user of the server. The store keeps what it is given: hashing is the server's work.
public struct StoredUser: Sendable, Hashable {
  /// The name.
  public var name: String
  /// The hash of the password, in the server's own form.
  public var password: String
  /// The roles.
  public var roles: [String]
  /// Whether the user cannot sign in.
  public var isDisabled: Bool
  /// When the user was made.
  public var created: Timestamp
  /// When the user last signed in; nil when never.
  public var lastUsed: Timestamp?

  /// A user.
  public init(
    name: String, password: String, roles: [String], isDisabled: Bool = false, created: Timestamp,
    lastUsed: Timestamp? = nil
  ) {
    self.name = name
    self.password = password
    self.roles = roles
    self.isDisabled = isDisabled
    self.created = created
    self.lastUsed = lastUsed
  }
}

extension StoredUser: CustomStringConvertible {
  /// The user without the hash of the password.
  public var description: String { "user \(name) (\(roles.joined(separator: ", ")))" }
}

/// A session of a user.
public struct StoredSession: Sendable, Hashable {
  /// The hash of the session's token.
  public var hash: String
  /// The user.
  public var user: String
  /// When it began.
  public var created: Timestamp
  /// When it ends.
  public var expires: Timestamp
  /// When it was last used.
  public var lastUsed: Timestamp

  /// A session.
  public init(hash: String, user: String, created: Timestamp, expires: Timestamp, lastUsed: Timestamp) {
    self.hash = hash
    self.user = user
    self.created = created
    self.expires = expires
    self.lastUsed = lastUsed
  }
}

extension StoredSession: CustomStringConvertible {
  /// The session without the hash of its token.
  public var description: String { "session of \(user) until \(expires)" }
}

/// A key for the API.
public struct StoredAPIKey: Sendable, Hashable {
  /// The identifier, which is no secret.
  public var id: String
  /// What people call it.
  public var name: String
  /// The hash of the key.
  public var hash: String
  /// The roles.
  public var roles: [String]
  /// Who made it.
  public var owner: String
  /// When it was made.
  public var created: Timestamp
  /// When it ends; nil when it does not.
  public var expires: Timestamp?
  /// When it was last used; nil when never.
  public var lastUsed: Timestamp?

  /// A key.
  public init(
    id: String, name: String, hash: String, roles: [String], owner: String, created: Timestamp,
    expires: Timestamp? = nil, lastUsed: Timestamp? = nil
  ) {
    self.id = id
    self.name = name
    self.hash = hash
    self.roles = roles
    self.owner = owner
    self.created = created
    self.expires = expires
    self.lastUsed = lastUsed
  }
}

extension StoredAPIKey: CustomStringConvertible {
  /// The key without its hash.
  public var description: String { "API key \(id) (\(name)) of \(owner)" }
}

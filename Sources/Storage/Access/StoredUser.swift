public import Events

/// Somebody who may sign in.
public struct StoredUser: Sendable, Hashable {
  /// The name to sign in with.
  public var name: String
  /// The hash of the password, in the format of whoever checks it.
  public var password: String
  /// What the user may do.
  public var roles: [String]
  /// Whether the user may not sign in.
  public var isDisabled: Bool
  /// When the user was added.
  public var created: Timestamp
  /// When the user last signed in; nil before the first time.
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

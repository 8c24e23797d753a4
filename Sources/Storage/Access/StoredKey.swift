public import Events

/// A key that programs identify themselves with.
public struct StoredKey: Sendable, Hashable {
  /// The public half.
  public var id: String
  /// What the key is for.
  public var name: String
  /// The hash of the secret half.
  public var hash: String
  /// What its holder may do.
  public var roles: [String]
  /// Who made it.
  public var owner: String
  /// When it was made.
  public var created: Timestamp
  /// When it ends; nil when it does not.
  public var expires: Timestamp?
  /// When it was last used; nil before the first time.
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

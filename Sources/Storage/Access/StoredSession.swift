public import Events

/// A browser that somebody is signed in with.
public struct StoredSession: Sendable, Hashable {
  /// The hash of the secret that the browser keeps.
  public var hash: String
  /// Who is signed in.
  public var user: String
  /// When it began.
  public var created: Timestamp
  /// When it ends, however much it is used.
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

/// Who makes a request.
public struct Identity: Sendable, Hashable {
  /// How they showed it.
  public enum Kind: String, Sendable, Hashable {
    /// A session of a browser.
    case session
    /// A name and a password with each request.
    case password
    /// A key.
    case key = "api_key"
  }

  /// The name of the user, or of the key's owner.
  public let user: String
  /// The name under which the audit log knows them: the user, or the key with its owner.
  public let actor: String
  /// How they showed it.
  public let kind: Kind
  /// What they are.
  public let roles: [Role]
  /// What they may do.
  public let permissions: Set<Permission>

  init(user: String, kind: Kind, roles: [Role], key: String? = nil) {
    self.user = user
    self.kind = kind
    self.roles = roles
    actor = key.map { "\(user) (key \($0))" } ?? user
    permissions = roles.reduce(into: []) { $0.formUnion($1.permissions) }
  }

  /// Whether they may do something.
  public func may(_ permission: Permission) -> Bool { permissions.contains(permission) }
}

/// A user, a role or a group by name: what policies are attached to.
public enum IAMPrincipal: Sendable, Hashable {
  case user(String)
  case role(String)
  case group(String)

  /// `User`, `Role` or `Group`, as the names of operations have it.
  public var kind: String {
    switch self {
    case .user: "User"
    case .role: "Role"
    case .group: "Group"
    }
  }

  /// The name.
  public var name: String {
    switch self {
    case .user(let name), .role(let name), .group(let name): name
    }
  }
}

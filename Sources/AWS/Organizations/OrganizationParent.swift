/// What an account or a unit lies in.
public struct OrganizationParent: Sendable, Hashable {
  /// The identifier.
  public let id: String
  /// `ROOT` or `ORGANIZATIONAL_UNIT`.
  public let type: String
}

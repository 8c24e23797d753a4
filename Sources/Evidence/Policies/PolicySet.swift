/// The policies that decide about a principal's calls.
public struct PolicySet: Sendable {
  /// Policies of the identity: inline, attached, and those of its groups.
  public var identity: [PolicyDocument] = []
  /// The permissions boundary; nil when there is none.
  public var boundary: PolicyDocument?
  /// Service control policies: of each level from the root of the organization down to the account those that apply there.
  /// None means that no organization restricts the account, or that its policies were not given.
  public var serviceControl: [[PolicyDocument]] = []
  /// Policies that were given when the session was created; nil when there were none.
  public var session: [PolicyDocument]?
  /// The policy of the resource; nil when there is none or it is not known.
  public var resource: PolicyDocument?
  /// What is not known about them.
  public var unknown: [String] = []

  /// An empty set.
  public init() {}
}

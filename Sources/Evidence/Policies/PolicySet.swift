/// The policies that decide about a principal's calls.
public struct PolicySet: Sendable {
  /// Policies of the identity: inline, attached, and those of its groups.
  public var identity: [PolicyDocument] = []
  /// The permissions boundary; nil when there is none.
  public var boundary: PolicyDocument?
  /// Service control policies: of each level from the root of the organization down to the account those that apply there.
  /// None means that no organization restricts the account, or that its policies were not given.
  public var serviceControl: [[PolicyDocument]] = []
  /// Why there are none; nil when there are, or when they were not asked for.
  var serviceControlState: ServiceControlState?
  /// Policies that were given when the session was created; nil when there were none.
  public var session: [PolicyDocument]?
  /// The policy of the resource; nil when there is none or it is not known.
  public var resource: PolicyDocument?
  /// What is not known about them.
  public var unknown: [String] = []

  /// An empty set.
  public init() {}

  /// Policies that may forbid what others allow, and that cannot be read; nil when there are none.
  var unreadableLimit: String? {
    guard case .unreadable(let why) = serviceControlState else { return nil }
    return "service control policies are not readable (\(why))"
  }

  /// The service control policies in words.
  var serviceControlText: String {
    switch serviceControlState {
    case .none(let why)?: "none: \(why)"
    case .unreadable(let why)?: "not readable (\(why))"
    case nil: serviceControl.isEmpty ? "none given" : Words.list(serviceControl.joined().map(\.name))
    }
  }
}

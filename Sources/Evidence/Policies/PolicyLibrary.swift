import Events
import OrderedCollections

/// Policies of users, roles, groups, organizations and resources, by whom they are for.
public struct PolicyLibrary: Sendable {
  /// A user, role or group.
  struct Identity: Sendable {
    var policies: [PolicyDocument] = []
    var groups: [String] = []
    /// The ARN of a boundary that stands elsewhere.
    var boundaryARN: String?
    var boundary: PolicyDocument?
    /// ARNs of attached policies that stand elsewhere.
    var attached: [String] = []
  }

  /// The kind, name and account of an identity; an account of `*` means any.
  struct Key: Hashable {
    let account: String
    let kind: String
    let name: String
  }

  var identities: [Key: Identity] = [:]
  var managed: [String: PolicyDocument] = [:]
  /// Levels of service control policies by name, for each account.
  var serviceControl: [String: [String: [PolicyDocument]]] = [:]
  /// Why an account has no such policies here.
  var serviceControlStates: [String: ServiceControlState] = [:]
  var resources: [String: PolicyDocument] = [:]

  /// What could not be read.
  public internal(set) var problems: [EvidenceError] = []

  /// An empty library.
  public init() {}

  /// Whether nothing was read.
  public var isEmpty: Bool { identities.isEmpty && serviceControl.isEmpty && resources.isEmpty }

  /// The policies that decide about the calls of a principal; nil when the library does not know it.
  ///
  /// - Parameters:
  ///   - principal: The ARN of a user or role.
  ///   - resource: The ARN of the resource, for its own policy.
  /// - Returns: The policies with what is not known about them.
  public func policies(for principal: String, resource: String?) -> PolicySet? {
    guard let (account, kind, name) = Self.parts(principal), let identity = identity(account, kind, name)
    else {
      return nil
    }
    var set = PolicySet()
    set.identity = identity.policies + resolve(identity.attached, &set.unknown)
    for group in identity.groups {
      guard let found = self.identity(account, "group", group) else {
        set.unknown.append("the policies of group \(group) are not given")
        continue
      }
      set.identity += found.policies + resolve(found.attached, &set.unknown)
    }
    set.boundary = identity.boundary
    if set.boundary == nil, let arn = identity.boundaryARN {
      set.boundary = managed[arn]
      if set.boundary == nil { set.unknown.append("the permissions boundary \(arn) is not given") }
    }
    let levels = serviceControl[account] ?? serviceControl["*"] ?? [:]
    set.serviceControl = levels.sorted { $0.key < $1.key }.map(\.value)
    set.serviceControlState = levels.isEmpty ? serviceControlStates[account] : nil
    set.resource = resource.flatMap { resources[$0] }
    return set
  }

  private func identity(_ account: String, _ kind: String, _ name: String) -> Identity? {
    identities[Key(account: account, kind: kind, name: name)]
      ?? identities[Key(account: "*", kind: kind, name: name)]
  }

  private func resolve(_ arns: [String], _ unknown: inout [String]) -> [PolicyDocument] {
    arns.compactMap { arn in
      if managed[arn] == nil { unknown.append("the policy \(arn) is not given") }
      return managed[arn]
    }
  }

  /// Account, kind and name of a user or role; paths in front of names do not count.
  static func parts(_ arn: String) -> (account: String, kind: String, name: String)? {
    let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[2] == "iam" else { return nil }
    let path = parts[5].split(separator: "/")
    guard path.count >= 2, let name = path.last else { return nil }
    return (String(parts[4]), String(path[0]), String(name))
  }

  /// Changes an identity.
  mutating func update(_ key: Key, _ body: (inout Identity) -> Void) {
    body(&identities[key, default: Identity()])
  }
}

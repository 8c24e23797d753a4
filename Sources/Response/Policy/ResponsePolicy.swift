public import Events
import OrderedCollections

/// The smallest IAM policy with which playbooks work.
public enum ResponsePolicy {
  /// The policy document.
  ///
  /// - Parameters:
  ///   - playbooks: The names of the playbooks.
  ///   - settings: Whose principals for emergencies are protected, and which roles are taken on.
  ///   - account: The account that it is for; nil for any.
  ///   - partition: The partition of the account, such as `aws`.
  /// - Returns: The document.
  /// - Throws: `ResponseError` when no playbook has one of the names.
  public static func document(
    playbooks: [String], settings: ResponseSettings = ResponseSettings(), account: String? = nil,
    partition: String = "aws"
  ) throws(ResponseError) -> JSON {
    var permissions: [Permission] = []
    for name in playbooks { permissions += try ResponsePlanner.playbook(name).permissions }
    var statements = allowed(Set(permissions), account ?? "*", partition)
    let writes = Set(permissions.filter { $0.isWrite && [.user, .role].contains($0.scope) }.map(\.action))
    if !settings.breakGlass.isEmpty, !writes.isEmpty {
      statements.append(
        statement("NightjarNeverBreakGlass", "Deny", writes.sorted(), settings.breakGlass))
    }
    let roles = settings.accounts.filter { $0.id != account }.map(\.roleARN)
    if !roles.isEmpty {
      statements.append(statement("NightjarAssumeRoles", "Allow", ["sts:AssumeRole"], roles))
    }
    return ["Version": "2012-10-17", "Statement": .array(statements)]
  }

  /// One statement for each kind of resource, readings apart from changes.
  private static func allowed(
    _ permissions: Set<Permission>, _ account: String, _ partition: String
  ) -> [JSON] {
    var actions: OrderedDictionary<String, (resource: String, actions: [String])> = [:]
    for permission in permissions.sorted(by: { $0.action < $1.action }) {
      let kind = permission.isWrite ? "Change" : "Read"
      let resource = permission.resource(partition: partition, account: account)
      let name = "Nightjar\(kind)\(permission.scope.name(of: permission.action))"
      actions[name, default: (resource, [])].actions.append(permission.action)
    }
    return actions.map { statement($0.key, "Allow", $0.value.actions, [$0.value.resource]) }
  }

  private static func statement(
    _ name: String, _ effect: String, _ actions: [String], _ resources: [String]
  ) -> JSON {
    [
      "Sid": .string(name), "Effect": .string(effect), "Action": .array(actions.map { .string($0) }),
      "Resource": .array(resources.map { .string($0) }),
    ]
  }
}

extension Permission.Scope {
  /// The word for the kind of resource in names of statements, which may have letters and digits only.
  fileprivate func name(of action: String) -> String {
    switch self {
    case .any: String(action.prefix { $0 != ":" }).firstUppercased
    case .trail: "Trails"
    case .detector: "Detectors"
    case .user: "Users"
    case .role: "Roles"
    }
  }
}

extension String {
  fileprivate var firstUppercased: String { prefix(1).uppercased() + dropFirst() }
}

/// What a principal may do against what it does: the action patterns that its policies allow, and those that it used.
struct PermissionUse {
  /// A pattern that a policy allows.
  struct Grant: Hashable {
    let pattern: String
    let policy: String
    /// The actions of the principal that fit it.
    let used: [String]
  }

  /// The grants in the order of policies.
  let grants: [Grant]
  /// The actions that the principal used.
  let used: [String]

  private static let maximum = 500

  init(_ policies: PolicySet, used: [String]) {
    self.used = used
    var seen: Set<String> = []
    var grants: [Grant] = []
    for document in policies.identity {
      for statement in document.statements where statement.allows && !statement.actions.isNegated {
        for pattern in statement.actions.patterns where seen.insert(pattern.lowercased()).inserted {
          let fitting = used.filter { PolicyPattern.matches(pattern, $0, ignoresCase: true) }
          grants.append(Grant(pattern: pattern, policy: document.name, used: fitting))
        }
      }
    }
    self.grants = Array(grants.prefix(Self.maximum))
  }

  /// The grants that no call used.
  var unused: [Grant] { grants.filter(\.used.isEmpty) }
}

/// A technique that a version of ATT&CK revoked in favour of another.
struct AttackChange: Sendable {
  /// A technique or sub-technique on one side of the change.
  struct Side: Sendable {
    /// The identifier.
    let id: String
    /// The own name.
    let name: String
    /// The name of the technique that the sub-technique is below; nil for techniques.
    let parentName: String?

    /// Reads `Parent: Child`, as the release notes write the names of sub-techniques.
    init(_ id: String, _ fullName: String) {
      self.id = id
      let colon = fullName.firstRange(of: ": ")
      name = colon.map { String(fullName[$0.upperBound...]) } ?? fullName
      parentName = colon.map { String(fullName[..<$0.lowerBound]) }
    }

    /// The technique: the one above a sub-technique, or itself.
    var technique: AttackName {
      guard let parentName else { return AttackName(id, name) }
      return AttackName(AttackCrosswalk.techniqueID(of: id), parentName)
    }

    /// The sub-technique; nil for techniques.
    var subtechnique: AttackName? {
      parentName == nil ? nil : AttackName(id, name)
    }
  }

  /// The first version with the new identifier.
  let version: AttackVersion
  /// The technique until then.
  let before: Side
  /// The technique since then.
  let after: Side

  init(_ version: AttackVersion, _ before: (String, String), _ after: (String, String)) {
    self.version = version
    self.before = Side(before.0, before.1)
    self.after = Side(after.0, after.1)
  }
}

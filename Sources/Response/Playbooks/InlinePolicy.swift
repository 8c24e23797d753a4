import AWS
import Events
import OrderedCollections

/// An inline policy of a user or a role as a state.
struct InlinePolicy: Sendable {
  /// The name of the policy.
  let name: String

  /// The member of the state that holds the text of the document.
  var member: String { "inline_policy.\(name)" }

  /// The user or the role that a subject is about.
  static func principal(_ subject: ResponseSubject) throws(ResponseError) -> IAMPrincipal {
    guard let name = subject.principalARN.flatMap({ IAMPrincipalName(arn: $0) }),
      name.account == subject.account
    else { throw ResponseError(.damaged, "the subject names no user or role of its account") }
    return name.principal
  }

  /// Reads the principal and its policy.
  func observe(
    _ subject: ResponseSubject, with calls: CallLog
  ) async throws(ResponseError) -> Observation {
    let principal = try Self.principal(subject)
    return try await ResponseError.of(missing: ["NoSuchEntity"]) { () throws(AWSError) in
      let (arn, id) = try await Self.identity(principal, calls)
      let document = try await document(principal, calls)
      return Observation(
        state: [
          member: document.map { .string($0) } ?? .null, "principal_id": .string(id),
          "principal_arn": .string(arn),
        ], principalARN: arn)
    }
  }

  private static func identity(
    _ principal: IAMPrincipal, _ calls: CallLog
  ) async throws(AWSError) -> (arn: String, id: String) {
    guard case .role(let name) = principal else {
      let user = try await calls.send(GetUser(userName: principal.name))
      return (user.arn, user.userID)
    }
    let role = try await calls.send(GetRole(roleName: name))
    return (role.arn, role.roleID)
  }

  private func document(_ principal: IAMPrincipal, _ calls: CallLog) async throws(AWSError) -> String? {
    do throws(AWSError) {
      return try await calls.send(GetInlinePolicy(principal: principal, policyName: name))
    } catch {
      // The principal was just read, so it is the policy that does not exist.
      guard error.code == "NoSuchEntity" else { throw error }
      return nil
    }
  }

  /// What makes the policy be a document, or not be at all.
  func step(
    _ subject: ResponseSubject, from state: Observation, document: String?, effect: String, nothing: String,
    warnings: [String] = []
  ) throws(ResponseError) -> ResponseStep {
    let principal = try Self.principal(subject)
    let present = state.state[member]?.string
    func call(_ document: String?) -> ResponseCall {
      guard let document else { return .deleteInlinePolicy(principal, name: name) }
      return .putInlinePolicy(principal, name: name, document: document)
    }
    let expected: JSONObject = [member: document.map { .string($0) } ?? .null]
    if present == document {
      return ResponseStep(calls: [], inverse: [], expected: expected, effect: nothing)
    }
    var warnings = warnings
    if present != nil, document != nil {
      warnings.append("a policy of the name \(name) is there with another content; undoing puts it back")
    }
    return ResponseStep(
      calls: [call(document)], inverse: [call(present)], expected: expected, effect: effect,
      warnings: warnings)
  }

  /// The calls that read and write inline policies of users, of roles, or of both.
  static func permissions(users: Bool = true, roles: Bool = true) -> [Permission] {
    var permissions: [Permission] = []
    for (kind, scope, isWanted) in [("User", Permission.Scope.user, users), ("Role", .role, roles)] {
      guard isWanted else { continue }
      permissions += [
        Permission("iam:Get\(kind)", on: scope), Permission("iam:Get\(kind)Policy", on: scope),
        Permission("iam:Put\(kind)Policy", on: scope, isWrite: true),
        Permission("iam:Delete\(kind)Policy", on: scope, isWrite: true),
      ]
    }
    return permissions
  }
}

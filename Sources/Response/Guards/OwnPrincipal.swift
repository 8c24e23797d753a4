import AWS

/// The principal whose credentials are used is never restricted: nothing could be taken back afterwards.
struct OwnPrincipal: GuardRail {
  let name = "own principal"

  func refusal(_ attempt: ResponseAttempt) -> String? {
    guard attempt.isRestricting else { return nil }
    let isOwn = attempt.principals.contains { $0.isPrincipal(of: attempt.callerARN) }
    return isOwn ? "\(attempt.callerARN) would restrict itself" : nil
  }
}

extension IAMPrincipalName {
  /// The ARN as it would be with the path `/`.
  var withoutPath: String {
    let kind = if case .role = principal { "role" } else { "user" }
    return "arn:\(partition):iam::\(account):\(kind)/\(principal.name)"
  }

  /// Whether an ARN that STS gives for a caller is this user, or a session of this role. Sessions' ARNs have no paths.
  func isPrincipal(of caller: String) -> Bool {
    if case .role(let name) = principal {
      return caller.hasPrefix("arn:\(partition):sts::\(account):assumed-role/\(name)/")
    }
    guard let user = IAMPrincipalName(arn: caller) else { return false }
    return user.account == account && user.principal == principal
  }
}

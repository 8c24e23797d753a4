/// Users and roles for emergencies are never restricted.
struct BreakGlass: GuardRail {
  let name = "break glass"

  func refusal(_ attempt: ResponseAttempt) -> String? {
    guard attempt.isRestricting else { return nil }
    for principal in attempt.principals {
      for pattern in attempt.settings.breakGlass where Self.covers(pattern, principal) {
        return "\(principal.arn) is protected by \(pattern) in response.break_glass"
      }
    }
    return nil
  }

  /// The path of a principal is not always known, so the same name without a path is looked at as well.
  private static func covers(_ pattern: String, _ principal: IAMPrincipalName) -> Bool {
    ARNPattern.matches(pattern, principal.arn) || ARNPattern.matches(pattern, principal.withoutPath)
  }
}

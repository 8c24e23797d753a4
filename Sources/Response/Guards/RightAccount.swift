/// Nothing is done in another account than that of the alert.
struct RightAccount: GuardRail {
  let name = "account"

  func refusal(_ attempt: ResponseAttempt) -> String? {
    guard attempt.callerAccount != attempt.subject.account else { return nil }
    return """
      the credentials belong to the account \(attempt.callerAccount), and the alert is about \
      \(attempt.subject.account); name a role of it in [[response.account]]
      """
  }
}

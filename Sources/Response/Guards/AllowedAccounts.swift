/// An automatic response acts only in the accounts that it names.
struct AllowedAccounts: GuardRail {
  let name = "allowed accounts"

  func refusal(_ attempt: ResponseAttempt) -> String? {
    guard case .automatic(let rule) = attempt.actor else { return nil }
    let allowed = attempt.settings.automatic.contains { automatic in
      automatic.rule == rule && automatic.rule == attempt.rule && automatic.playbook == attempt.playbook
        && automatic.accounts.contains(attempt.subject.account)
    }
    guard !allowed else { return nil }
    return
      "no [[response.automatic]] allows \(attempt.playbook) for the rule \(rule) in \(attempt.subject.account)"
  }
}

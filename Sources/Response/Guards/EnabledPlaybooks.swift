/// Only playbooks that the settings name are used.
struct EnabledPlaybooks: GuardRail {
  let name = "playbooks"

  func refusal(_ attempt: ResponseAttempt) -> String? {
    guard !attempt.settings.playbooks.contains(attempt.playbook) else { return nil }
    return "\(attempt.playbook) is not among response.playbooks"
  }
}

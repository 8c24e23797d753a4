/// Nothing is carried out while the kill switch is set, except that a person takes something back.
struct KillSwitch: GuardRail {
  let name = "kill switch"

  func refusal(_ attempt: ResponseAttempt) -> String? {
    if attempt.isUndo, !attempt.actor.isAutomatic { return nil }
    if attempt.settings.killSwitch { return "response.kill_switch is set" }
    guard attempt.hasKillSwitchFile, let file = attempt.settings.killSwitchFile else { return nil }
    return "the file \(file) exists"
  }
}

import AWS
import Events
import Testing

@testable import Response

/// Each guard rail lets one attempt happen and refuses others.
@Suite struct GuardTests {
  private static let account = "111122223333"

  private static func attempt(_ change: (inout ResponseAttempt) -> Void = { _ in }) -> ResponseAttempt {
    let role = "arn:aws:iam::\(account):role/team/ops"
    var settings = ResponseSettings()
    settings.automatic = [
      AutomaticSettings(rule: "r", playbook: "quarantine-principal", accounts: [account])
    ]
    settings.breakGlass = ["arn:aws:iam::*:role/rescue-*", "arn:aws:iam::\(account):user/boss"]
    var attempt = ResponseAttempt(
      playbook: "quarantine-principal",
      subject: ResponseSubject(
        kind: .role, name: "ops", account: account, region: "eu-west-1", principalARN: role),
      principals: [IAMPrincipalName(arn: role)].compactMap(\.self), actor: .automatic(rule: "r"), rule: "r",
      isUndo: false, calls: [.putInlinePolicy(.role("ops"), name: "p", document: "{}")],
      callerAccount: account,
      callerARN: "arn:aws:sts::\(account):assumed-role/Nightjar/nightjar-response", hasKillSwitchFile: false,
      recentAutomatic: 9, settings: settings)
    change(&attempt)
    return attempt
  }

  @Test func aGoodAttemptPasses() {
    #expect(throws: Never.self) { try GuardRails.check(Self.attempt(), GuardRails.execution) }
    #expect(GuardRails.execution.count == 7)
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let rail: String
    let change: @Sendable (inout ResponseAttempt) -> Void
    var testDescription: String { rail }
  }

  private static func principal(_ arn: String) -> @Sendable (inout ResponseAttempt) -> Void {
    { $0.principals = [IAMPrincipalName(arn: arn)].compactMap(\.self) }
  }

  static let refusals = [
    Refusal(rail: "kill switch") { $0.settings.killSwitch = true },
    Refusal(rail: "kill switch") {
      $0.settings.killSwitchFile = "/f"
      $0.hasKillSwitchFile = true
    },
    Refusal(rail: "kill switch") {
      $0.settings.killSwitch = true
      $0.isUndo = true
    },
    Refusal(rail: "playbooks") { $0.settings.playbooks = ["restart-trail"] },
    Refusal(rail: "account") { $0.callerAccount = "444455556666" },
    Refusal(rail: "break glass", change: principal("arn:aws:iam::\(account):role/rescue-1")),
    Refusal(rail: "break glass", change: principal("arn:aws:iam::\(account):role/path/rescue-1")),
    Refusal(rail: "break glass", change: principal("arn:aws:iam::\(account):user/boss")),
    Refusal(rail: "break glass") {
      $0.isUndo = true
      $0.calls = [.updateAccessKey(user: "boss", key: "k", status: .inactive)]
      $0.principals = [IAMPrincipalName(arn: "arn:aws:iam::\(account):user/boss")].compactMap(\.self)
    },
    Refusal(rail: "own principal", change: principal("arn:aws:iam::\(account):role/x/Nightjar")),
    Refusal(rail: "own principal") {
      $0.callerARN = "arn:aws:iam::\(account):user/a/me"
      $0.principals = [IAMPrincipalName(arn: "arn:aws:iam::\(account):user/me")].compactMap(\.self)
    },
    Refusal(rail: "allowed accounts") { $0.settings.automatic = [] },
    Refusal(rail: "allowed accounts") { $0.rule = "another" },
    Refusal(rail: "allowed accounts") {
      $0.settings.automatic = [AutomaticSettings(rule: "r", playbook: "restart-trail", accounts: [account])]
    },
    Refusal(rail: "allowed accounts") {
      $0.settings.automatic = [
        AutomaticSettings(rule: "r", playbook: "quarantine-principal", accounts: ["444455556666"])
      ]
    },
    Refusal(rail: "rate limit") { $0.recentAutomatic = 10 },
  ]

  @Test(arguments: refusals) func itIsRefused(_ refusal: Refusal) throws {
    let error = #expect(throws: ResponseError.self) {
      try GuardRails.check(Self.attempt(refusal.change), GuardRails.execution)
    }
    #expect(error?.kind == .refused && error?.message.hasPrefix("\(refusal.rail): ") == true)
  }

  /// People are not limited where only rules are, and may give permissions back.
  @Test(arguments: [
    Refusal(rail: "person") {
      $0.actor = .user("alice")
      $0.recentAutomatic = 100
      $0.settings.automatic = []
    },
    Refusal(rail: "undo by a person") {
      $0.actor = .local("root")
      $0.isUndo = true
      $0.settings.killSwitch = true
      $0.calls = [.deleteInlinePolicy(.role("rescue-1"), name: "p")]
      $0.principals = [IAMPrincipalName(arn: "arn:aws:iam::\(account):role/rescue-1")].compactMap(\.self)
    },
    Refusal(rail: "key that is given back") {
      $0.calls = [.updateAccessKey(user: "boss", key: "k", status: .active)]
      $0.principals = [IAMPrincipalName(arn: "arn:aws:iam::\(account):user/boss")].compactMap(\.self)
    },
    Refusal(rail: "other account", change: principal("arn:aws:iam::444455556666:user/boss")),
    Refusal(rail: "longer name", change: principal("arn:aws:iam::\(account):user/bosses")),
  ]) func itIsNotRefused(_ attempt: Refusal) {
    #expect(throws: Never.self) {
      try GuardRails.check(Self.attempt(attempt.change), GuardRails.execution)
    }
  }

  @Test(arguments: [
    ("arn:a", "arn:a", true), ("arn:a", "arn:ab", false), ("*", "", true), ("a*", "a", true),
    ("a*b", "ab", true), ("a*b", "a", false), ("ab*ba", "aba", false), ("a*b*c", "axxbyyc", true),
    ("a*b*c", "acb", false), ("*b*", "abc", true), ("a**c", "abc", true), ("*a", "b", false),
    ("a*b*b", "ab", false),
  ]) func patternsMatch(_ pattern: String, _ text: String, _ matches: Bool) {
    #expect(ARNPattern.matches(pattern, text) == matches)
  }
}

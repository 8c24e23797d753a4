import Events
import OrderedCollections
import Response
import Rules
import Testing

/// The table `[response]`, and the policy for it.
@Suite struct SettingsTests {
  private func read(_ text: String) throws -> ResponseSettings {
    try ResponseSettings.read(text, path: "nightjar.toml")
  }

  @Test func everythingIsRead() throws {
    let settings = try read(
      """
      [server]
      listen = "127.0.0.1:1"
      [response]
      playbooks = ["restart-config-recorder", "revoke-role-sessions"]
      break_glass = ["arn:aws:iam::*:role/rescue-*"]
      rate_limit_per_hour = 3
      kill_switch = true
      kill_switch_file = "/etc/stop"
      required_approvals = 2
      verify_timeout = "2m"
      verify_interval = "1s"
      plan_lifetime = "1d"
      [[response.account]]
      id = "111122223333"
      role_arn = "arn:aws:iam::111122223333:role/Nightjar"
      external_id = "x"
      [[response.automatic]]
      rule = "r"
      playbook = "restart-config-recorder"
      accounts = ["111122223333"]
      """)
    #expect(settings.playbooks == ["restart-config-recorder", "revoke-role-sessions"])
    #expect(settings.breakGlass == ["arn:aws:iam::*:role/rescue-*"] && settings.rateLimitPerHour == 3)
    #expect(settings.killSwitch && settings.killSwitchFile == "/etc/stop" && settings.requiredApprovals == 2)
    #expect(settings.verifyTimeout == 120_000_000_000 && settings.verifyInterval == 1_000_000_000)
    #expect(settings.planLifetime == 86_400_000_000_000)
    #expect(
      settings.accounts == [
        AccountSettings(
          id: "111122223333", roleARN: "arn:aws:iam::111122223333:role/Nightjar", externalID: "x")
      ])
    #expect(
      settings.automatic == [
        AutomaticSettings(rule: "r", playbook: "restart-config-recorder", accounts: ["111122223333"])
      ])
    #expect(try read("[server]\n") == ResponseSettings())
  }

  @Test(arguments: [
    ("[response]\nbreak_glas = []", 2, "break_glas", "did you mean break_glass?"),
    ("[response]\nplaybooks = [\"x\"]", 2, "playbooks", "there are restart-config-recorder"),
    ("[response]\nbreak_glass = [\"rescue\"]", 2, "break_glass", "no ARN"),
    ("[response]\nbreak_glass = [\"arn:aws:s3:::x\"]", 2, "break_glass", "no ARN"),
    ("[response]\nrequired_approvals = 0", 2, "required_approvals", "from 1 to 2"),
    ("[response]\nrequired_approvals = 3", 2, "required_approvals", "from 1 to 2"),
    ("[response]\nverify_timeout = \"soon\"", 2, "verify_timeout", "such as 5m"),
    ("[response]\nkill_switch = \"yes\"", 2, "kill_switch", "true or false"),
    ("[response]\nkill_switch_file = \"\"", 2, "kill_switch_file", "empty"),
    ("[[response.account]]\nid = \"1\"\nrole_arn = \"x\"", 2, "id", "twelve digits"),
    ("[[response.account]]\nid = \"111122223333\"", 1, "role_arn", "missing"),
    (
      "[[response.account]]\nid = \"111122223333\"\nrole_arn = \"arn:aws:iam::444455556666:role/x\"", 3,
      "role_arn", "not of 111122223333"
    ),
    (
      "[[response.account]]\nid = \"111122223333\"\nrole_arn = \"arn:aws:iam::111122223333:user/x\"", 3,
      "role_arn", "ARN of a role"
    ),
    (
      "[[response.automatic]]\nrule = \"r\"\nplaybook = \"restart-trail\"\naccounts = []", 4, "accounts",
      "must name"
    ),
    (
      "[[response.automatic]]\nrule = \"r\"\nplaybook = \"restart-trail\"\naccounts = [\"*\"]", 4,
      "accounts", "twelve digits"
    ),
    (
      "[[response.automatic]]\nrule = \"r\"\nplaybook = \"no\"\naccounts = [\"111122223333\"]", 3,
      "playbook", "must be one of"
    ),
    ("[response]\naccount = 1", 2, "account", "list"),
  ]) func mistakesAreNamed(_ text: String, _ line: Int, _ field: String, _ words: String) throws {
    let error = try #require(#expect(throws: RuleError.self) { try read(text) })
    #expect(error.description.contains(words), "\(error)")
    #expect(error.field?.hasSuffix(field) == true || error.field?.contains(field) == true, "\(error)")
    if let found = error.line { #expect(abs(found - line) <= 1, "\(error)") }
  }

  // MARK: Policies

  @Test func thePolicyOfTheRecorder() throws {
    let text = JSONWriter.text(
      try ResponsePolicy.document(playbooks: ["restart-config-recorder"], account: "111122223333"))
    #expect(
      text
        == #"{"Version":"2012-10-17","Statement":[{"Sid":"NightjarReadConfig","Effect":"Allow","Action":["config:DescribeConfigurationRecorderStatus","config:DescribeConfigurationRecorders","config:DescribeDeliveryChannels"],"Resource":["*"]},{"Sid":"NightjarChangeConfig","Effect":"Allow","Action":["config:StartConfigurationRecorder","config:StopConfigurationRecorder"],"Resource":["*"]}]}"#
    )
  }

  @Test func thePolicyOfTheRoles() throws {
    var settings = ResponseSettings()
    settings.breakGlass = ["arn:aws:iam::*:role/rescue"]
    settings.accounts = [
      AccountSettings(id: "444455556666", roleARN: "arn:aws:iam::444455556666:role/Nightjar")
    ]
    let text = JSONWriter.text(
      try ResponsePolicy.document(
        playbooks: ["revoke-role-sessions"], settings: settings, account: "111122223333",
        partition: "aws-cn"))
    #expect(
      text
        == #"{"Version":"2012-10-17","Statement":[{"Sid":"NightjarChangeRoles","Effect":"Allow","Action":["iam:DeleteRolePolicy","iam:PutRolePolicy"],"Resource":["arn:aws-cn:iam::111122223333:role/*"]},{"Sid":"NightjarReadRoles","Effect":"Allow","Action":["iam:GetRole","iam:GetRolePolicy"],"Resource":["arn:aws-cn:iam::111122223333:role/*"]},{"Sid":"NightjarNeverBreakGlass","Effect":"Deny","Action":["iam:DeleteRolePolicy","iam:PutRolePolicy"],"Resource":["arn:aws:iam::*:role/rescue"]},{"Sid":"NightjarAssumeRoles","Effect":"Allow","Action":["sts:AssumeRole"],"Resource":["arn:aws:iam::444455556666:role/Nightjar"]}]}"#
    )
    #expect(throws: ResponseError.self) { try ResponsePolicy.document(playbooks: ["x"]) }
  }

  /// Never more than the playbooks need: no action by a wildcard, and no change of the recorder itself.
  @Test func noPolicyHasMore() throws {
    let all = JSONWriter.text(try ResponsePolicy.document(playbooks: Playbooks.names))
    #expect(!all.contains("PutConfigurationRecorder") && !all.contains(":*\""))
    #expect(Set(Playbooks.names).count == Playbooks.all.count)
  }
}

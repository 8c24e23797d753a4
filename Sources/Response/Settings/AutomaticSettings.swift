import Events
import OrderedCollections
import Rules

/// A response that is carried out without asking: `[[response.automatic]]`.
public struct AutomaticSettings: Sendable, Hashable {
  /// The identifier of the rule whose alerts are answered.
  public let rule: String
  /// The name of the playbook.
  public let playbook: String
  /// The accounts in which it may act.
  public let accounts: [String]

  /// An automatic response.
  public init(rule: String, playbook: String, accounts: [String]) {
    self.rule = rule
    self.playbook = playbook
    self.accounts = accounts
  }

  init(_ table: FieldReader, playbooks: [String]) throws(FieldError) {
    try table.refuseUnknown(["rule", "playbook", "accounts"])
    rule = try table.requiredString("rule")
    playbook = try table.requiredString("playbook")
    guard playbooks.contains(playbook) else {
      throw FieldError(
        table.name("playbook"), "must be one of \(playbooks.joined(separator: ", ")), not \"\(playbook)\"")
    }
    accounts = try table.strings("accounts") ?? []
    guard !accounts.isEmpty else {
      throw FieldError(table.name("accounts"), "must name the accounts in which it may act")
    }
    for account in accounts where AlertFacts.account(account) == nil {
      throw FieldError(table.name("accounts"), "has \"\(account)\", which is no account of twelve digits")
    }
  }
}

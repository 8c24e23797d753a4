import Events
import Foundation
import OrderedCollections
public import Rules

/// What responses may do: the table `[response]` of the configuration.
public struct ResponseSettings: Sendable, Hashable {
  /// The playbooks that may be used.
  public var playbooks: [String] = Playbooks.names
  /// ARNs of users and roles that are never restricted. `*` stands for any text.
  public var breakGlass: [String] = []
  /// How many automatic responses may be carried out within an hour.
  public var rateLimitPerHour = 10
  /// Whether nothing may be carried out but undoing by a person.
  public var killSwitch = false
  /// A file that has the same effect while it exists; nil for none.
  public var killSwitchFile: String?
  /// How many persons must approve a plan, 1 or 2. Automatic responses are approved by their configuration.
  public var requiredApprovals = 1
  /// How long the wanted state is waited for, in nanoseconds.
  public var verifyTimeout: Int64 = 300_000_000_000
  /// The time between two readings of the state, in nanoseconds.
  public var verifyInterval: Int64 = 5_000_000_000
  /// How old a plan may be that is carried out, in nanoseconds.
  public var planLifetime: Int64 = 3_600_000_000_000
  /// How accounts are reached.
  public var accounts: [AccountSettings] = []
  /// What is done without asking.
  public var automatic: [AutomaticSettings] = []

  /// The settings without a configuration: all playbooks, one approval, nothing automatic.
  public init() {}

  private static let keys: Set<String> = [
    "playbooks", "break_glass", "rate_limit_per_hour", "kill_switch", "kill_switch_file",
    "required_approvals", "verify_timeout", "verify_interval", "plan_lifetime", "account", "automatic",
  ]

  /// Reads the table `[response]`.
  package init(_ table: FieldReader) throws(FieldError) {
    try table.refuseUnknown(Self.keys)
    playbooks = try Self.playbooks(table) ?? playbooks
    breakGlass = try Self.breakGlass(table)
    rateLimitPerHour = try table.integer("rate_limit_per_hour", in: 0...10_000) ?? rateLimitPerHour
    killSwitch = try table.bool("kill_switch") ?? killSwitch
    killSwitchFile = table.has("kill_switch_file") ? try table.requiredString("kill_switch_file") : nil
    requiredApprovals = try table.integer("required_approvals", in: 1...2) ?? requiredApprovals
    verifyTimeout = try Self.length("verify_timeout", table) ?? verifyTimeout
    verifyInterval = try Self.length("verify_interval", table) ?? verifyInterval
    planLifetime = try Self.length("plan_lifetime", table) ?? planLifetime
    for inner in try table.objects("account") {
      let account = try AccountSettings(inner)
      guard !accounts.contains(where: { $0.id == account.id }) else {
        throw FieldError(inner.name("id"), "is there twice")
      }
      accounts.append(account)
    }
    for inner in try table.objects("automatic") {
      automatic.append(try AutomaticSettings(inner, playbooks: playbooks))
    }
  }

  private static func playbooks(_ table: FieldReader) throws(FieldError) -> [String]? {
    guard let names = try table.strings("playbooks") else { return nil }
    for name in names where !Playbooks.names.contains(name) {
      throw FieldError(
        table.name("playbooks"), "has \"\(name)\"; there are \(Playbooks.names.joined(separator: ", "))")
    }
    return names
  }

  private static func breakGlass(_ table: FieldReader) throws(FieldError) -> [String] {
    let patterns = try table.strings("break_glass") ?? []
    for pattern in patterns where !ARNPattern.isUsable(pattern) {
      throw FieldError(
        table.name("break_glass"),
        "has \"\(pattern)\", which is no ARN of users or roles such as arn:aws:iam::111122223333:role/rescue")
    }
    return patterns
  }

  private static func length(_ key: String, _ table: FieldReader) throws(FieldError) -> Int64? {
    guard let text = try table.string(key) else { return nil }
    guard let length = Schedule.nanoseconds(text) else {
      throw FieldError(table.name(key), "must be a length of time such as 5m")
    }
    return length
  }

  /// Reads the table `[response]` of a configuration; the other tables are the business of others.
  ///
  /// - Parameters:
  ///   - text: The configuration in TOML.
  ///   - path: Its file, for messages.
  /// - Returns: The settings; the defaults when there is no such table.
  /// - Throws: `RuleError` with the line and the field.
  public static func read(_ text: String, path: String) throws(RuleError) -> ResponseSettings {
    try TOMLSettings.read(text, path: path) { (top: FieldReader) throws(FieldError) in
      guard let table = try top.object("response") else { return ResponseSettings() }
      return try ResponseSettings(table)
    }
  }

  /// How an account is reached; nil when nothing is said about it.
  func account(_ id: String) -> AccountSettings? { accounts.first { $0.id == id } }
}

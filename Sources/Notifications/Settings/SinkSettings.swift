import Events
import Rules

/// A sink: where notices go, and which of them.
public struct SinkSettings: Sendable {
  /// The name.
  public let name: String
  /// Where notices go.
  public let target: SinkTarget
  /// Which alerts are told.
  public let filter: SinkFilter
  /// Whether the sink is told of alerts that are closed.
  public let tellsClosed: Bool
  /// At most one alert of each rule in this time, where the rule itself says nothing; nil for every alert.
  public let throttle: Duration?
  /// How many alerts are told one by one; nil for all.
  public let storm: StormLimit?
  /// When nothing is told; nil for never.
  public let quiet: QuietHours?
  /// How often a delivery is tried.
  public let retries: RetryPolicy
  /// How long one try may take.
  public let timeout: Duration

  private static let keys = [
    "name", "kind", "min_severity", "rules", "exclude_rules", "accounts", "closed", "throttle",
    "storm_alerts",
    "storm_window", "quiet", "quiet_except", "attempts", "backoff", "backoff_cap", "timeout",
  ]

  /// Reads a table of a sink.
  init(_ reader: SettingsReader) throws(SettingsError) {
    name = try Self.name(reader)
    guard let kind = try reader.choice("kind", SinkTarget.Kind.self) else {
      throw SettingsError(
        reader.name("kind"),
        "is missing; it is one of \(SinkTarget.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    try reader.allowOnly(Self.keys + SinkTarget.keys(kind))
    target = try SinkTarget(kind, reader)
    filter = try Self.filter(reader)
    tellsClosed = try reader.flag("closed") ?? target.keepsState
    throttle = try reader.duration("throttle")
    storm = try Self.storm(reader)
    quiet = try Self.quiet(reader)
    retries = try Self.retries(reader)
    timeout = try reader.duration("timeout") ?? .seconds(15)
    guard timeout <= .seconds(300) else { throw SettingsError(reader.name("timeout"), "must be at most 5m") }
  }

  private static func name(_ reader: SettingsReader) throws(SettingsError) -> String {
    let name = try reader.requiredText("name")
    let isPlain = name.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0)
        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
    guard isPlain, name.utf8.count <= 64 else {
      throw SettingsError(reader.name("name"), "may have letters, digits, - and _, at most 64")
    }
    return name
  }

  private static func filter(_ reader: SettingsReader) throws(SettingsError) -> SinkFilter {
    var filter = SinkFilter()
    filter.minimumSeverity = try reader.choice("min_severity", Severity.self) ?? .low
    filter.rules = try reader.texts("rules") ?? []
    filter.excludedRules = try reader.texts("exclude_rules") ?? []
    filter.accounts = try reader.texts("accounts") ?? []
    return filter
  }

  /// Without a word on it, 20 alerts in 5 minutes; `storm_alerts = 0` switches it off.
  private static func storm(_ reader: SettingsReader) throws(SettingsError) -> StormLimit? {
    var limit = StormLimit()
    limit.alerts = try reader.number("storm_alerts", in: 0...100_000) ?? limit.alerts
    limit.window = try reader.duration("storm_window") ?? limit.window
    return limit.alerts == 0 ? nil : limit
  }

  private static func quiet(_ reader: SettingsReader) throws(SettingsError) -> QuietHours? {
    var windows: [ChangeWindow] = []
    for table in try reader.tables("quiet") {
      try table.allowOnly(["days", "from", "to", "timezone"])
      let days = try table.texts("days")
      let (from, to) = (try table.requiredText("from"), try table.requiredText("to"))
      let zone = try table.requiredText("timezone")
      do throws(ChangeWindowError) {
        windows.append(try ChangeWindow(days: days, from: from, to: to, timezone: zone))
      } catch {
        throw SettingsError(table.name(error.key.rawValue), error.message)
      }
    }
    let except = try reader.choice("quiet_except", Severity.self)
    guard !windows.isEmpty else {
      if except != nil { throw SettingsError(reader.name("quiet_except"), "has no meaning without quiet") }
      return nil
    }
    return QuietHours(windows: windows, except: except)
  }

  private static func retries(_ reader: SettingsReader) throws(SettingsError) -> RetryPolicy {
    var policy = RetryPolicy()
    policy.attempts = try reader.number("attempts", in: 1...1000) ?? policy.attempts
    policy.base = try reader.duration("backoff") ?? policy.base
    policy.cap = try reader.duration("backoff_cap") ?? policy.cap
    guard policy.base <= policy.cap else {
      throw SettingsError(reader.name("backoff"), "must not be longer than backoff_cap")
    }
    return policy
  }
}

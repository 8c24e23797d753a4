/// An integration of PagerDuty with its Events API v2.
public struct PagerDutySettings: Sendable {
  let target: HTTPTarget
  let routingKey: SecretReference

  static let keys = HTTPTarget.keys + ["routing_key"]
  /// Source: https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
  private static let address = "https://events.pagerduty.com/v2/enqueue"

  init(_ reader: SettingsReader) throws(SettingsError) {
    target = try HTTPTarget(reader, fixed: Self.address)
    routingKey = try reader.requiredSecret("routing_key")
  }
}

import AWS
import Events

/// Triggers and resolves alerts of PagerDuty.
struct PagerDutySink: Sink {
  let settings: PagerDutySettings
  let surroundings: SinkSurroundings
  let timeout: Duration

  func send(_ notice: Notice) async throws(SinkError) {
    let key: Secret
    do throws(SettingsError) {
      key = try settings.routingKey.resolve(surroundings.variables)
    } catch {
      throw .settings(error)
    }
    let event = PagerDutyEvent.event(notice, routingKey: key, version: surroundings.version)
    try await GuardedRequest(
      target: settings.target, headers: [("Content-Type", "application/json")],
      body: Array(JSONWriter.text(event).utf8), timeout: timeout, surroundings: surroundings,
      secrets: [key]
    ).post()
  }
}

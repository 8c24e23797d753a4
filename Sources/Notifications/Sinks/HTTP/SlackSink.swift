import Events

/// Posts notices to a channel of Slack.
struct SlackSink: Sink {
  let settings: SlackSettings
  let surroundings: SinkSurroundings
  let timeout: Duration

  func send(_ notice: Notice) async throws(SinkError) {
    let message = SlackMessage.message(
      notice, template: settings.template, version: surroundings.version)
    try await GuardedRequest(
      target: settings.target, headers: [("Content-Type", "application/json; charset=utf-8")],
      body: Array(JSONWriter.text(message).utf8), timeout: timeout, surroundings: surroundings
    ).post()
  }
}

import AWS
import Events
import OrderedCollections

/// Starts a stopped configuration recorder of AWS Config. It never writes the recorder anew: what is recorded, and with
/// which role, stays as it is, and is compared afterwards.
struct RestartConfigRecorder: Playbook {
  let name = "restart-config-recorder"
  let title = "Start the AWS Config recorder again"
  let permissions = [
    Permission("config:DescribeConfigurationRecorders"),
    Permission("config:DescribeConfigurationRecorderStatus"),
    Permission("config:DescribeDeliveryChannels"),
    Permission("config:StartConfigurationRecorder", isWrite: true),
    Permission("config:StopConfigurationRecorder", isWrite: true),
  ]

  func subjects(of alert: AlertFacts) throws(ResponseError) -> [ResponseSubject] {
    try Fit.require("StopConfigurationRecorder", of: "config.amazonaws.com", alert)
    let (account, region) = try Fit.place(alert)
    let recorder = try Fit.name("configurationRecorderName", of: alert, matching: Fit.isPlainName)
    return [
      ResponseSubject(kind: .configurationRecorder, name: recorder, account: account, region: region)
    ]
  }

  func observe(
    _ subject: ResponseSubject, with calls: CallLog
  ) async throws(ResponseError) -> Observation {
    try await ResponseError.of(missing: ["NoSuchConfigurationRecorderException"]) { () throws(AWSError) in
      let recorders = try await calls.send(DescribeConfigurationRecorders(recorderNames: [subject.name]))
      let states = try await calls.send(DescribeConfigurationRecorderStatus(recorderNames: [subject.name]))
      let channels = try await calls.send(DescribeDeliveryChannels())
      guard let recorder = recorders.first, let status = states.first else {
        throw AWSError(
          kind: .service, service: "Config", operation: "DescribeConfigurationRecorders",
          code: "NoSuchConfigurationRecorderException", message: "there is no recorder \(subject.name)")
      }
      return Self.observation(recorder, status, channels)
    }
  }

  private static func observation(
    _ recorder: ConfigurationRecorder, _ status: ConfigurationRecorderStatus, _ channels: [DeliveryChannel]
  ) -> Observation {
    var observation = Observation(state: [
      "recording": .bool(status.isRecording),
      // As text, so that not even the order of members may differ.
      "recording_group": recorder.recordingGroupText.map { .string($0) } ?? .null,
      "recording_mode": recorder.recordingMode.map { .string(JSONWriter.text($0)) } ?? .null,
      "role_arn": recorder.roleARN.map { .string($0) } ?? .null,
      "delivery_channels": .array(channels.map { .string($0.name) }),
    ])
    func note(_ name: String, _ text: String?) {
      if let text { observation.details[name] = .string(text) }
    }
    note("last_status", status.lastStatus)
    note("last_error_code", status.lastErrorCode)
    note("last_error_message", status.lastErrorMessage)
    note("last_start_time", status.lastStartTime?.description)
    note("last_stop_time", status.lastStopTime?.description)
    // Right after a start the service says PENDING until the first delivery.
    if status.isRecording, status.lastStatus?.uppercased() == "FAILURE" {
      observation.problem =
        "the recorder records, but its latest delivery failed: \(status.lastErrorCode ?? "no code given")"
    }
    return observation
  }

  func step(for subject: ResponseSubject, from state: Observation) throws(ResponseError) -> ResponseStep {
    if state.state["recording"] == true {
      return ResponseStep(
        calls: [], inverse: [], expected: ["recording": true],
        effect: "Nothing is to be done: the recorder \(subject.name) records.")
    }
    var warnings: [String] = []
    if state.state["delivery_channels"] == [] {
      warnings.append("there is no delivery channel, without which AWS Config refuses to start a recorder")
    }
    return ResponseStep(
      calls: [.startConfigurationRecorder(name: subject.name)],
      inverse: [.stopConfigurationRecorder(name: subject.name)], expected: ["recording": true],
      effect:
        "The \(subject.description) records again; what it records, its role and its delivery channel stay as they are.",
      warnings: warnings)
  }
}

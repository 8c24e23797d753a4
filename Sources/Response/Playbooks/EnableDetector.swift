import AWS
import Events
import OrderedCollections

/// Turns a suspended GuardDuty detector on again.
struct EnableDetector: Playbook {
  let name = "enable-guardduty-detector"
  let title = "Turn the GuardDuty detector on again"
  let permissions = [
    Permission("guardduty:GetDetector", on: .detector),
    Permission("guardduty:UpdateDetector", on: .detector, isWrite: true),
  ]

  func subjects(of alert: AlertFacts) throws(ResponseError) -> [ResponseSubject] {
    try Fit.require("UpdateDetector", of: "guardduty.amazonaws.com", alert)
    guard alert.parameters["enable"] == false || alert.parameters["enable"] == "false" else {
      throw ResponseError(.unfit, "the call of the alert did not suspend the detector")
    }
    let (account, region) = try Fit.place(alert)
    let detector = try Fit.name("detectorId", of: alert, matching: Fit.isPlainName)
    return [ResponseSubject(kind: .detector, name: detector, account: account, region: region)]
  }

  func observe(
    _ subject: ResponseSubject, with calls: CallLog
  ) async throws(ResponseError) -> Observation {
    do throws(AWSError) {
      let detector = try await calls.send(GetDetector(detectorID: subject.name))
      return Self.observation(detector)
    } catch {
      // The service has no code of its own for it: BadRequestException with a text about the owner of the detector.
      let isMissing = error.code == "BadRequestException" && error.message.contains("detectorId")
      throw isMissing ? ResponseError(.missing, "\(error)") : ResponseError(error)
    }
  }

  private static func observation(_ detector: Detector) -> Observation {
    var observation = Observation(state: [
      "enabled": .bool(detector.isEnabled),
      "finding_publishing_frequency": detector.findingPublishingFrequency.map { .string($0) } ?? .null,
    ])
    for feature in detector.features {
      guard let name = feature["name"]?.string, let status = feature["status"] else { continue }
      observation.details["feature.\(name)"] = status
    }
    return observation
  }

  func step(for subject: ResponseSubject, from state: Observation) throws(ResponseError) -> ResponseStep {
    if state.state["enabled"] == true {
      return ResponseStep(
        calls: [], inverse: [], expected: ["enabled": true],
        effect: "Nothing is to be done: the detector \(subject.name) is on.")
    }
    return ResponseStep(
      calls: [.updateDetector(id: subject.name, isEnabled: true)],
      inverse: [.updateDetector(id: subject.name, isEnabled: false)], expected: ["enabled": true],
      effect:
        "The \(subject.description) looks for threats again; how often it publishes findings stays as it is.")
  }
}

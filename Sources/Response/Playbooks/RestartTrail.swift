import AWS
import Events
import OrderedCollections

/// Makes a stopped trail of CloudTrail record again.
struct RestartTrail: Playbook {
  let name = "restart-trail"
  let title = "Start the logging of the CloudTrail trail again"
  let permissions = [
    Permission("cloudtrail:DescribeTrails"),
    Permission("cloudtrail:GetTrailStatus", on: .trail),
    Permission("cloudtrail:StartLogging", on: .trail, isWrite: true),
    Permission("cloudtrail:StopLogging", on: .trail, isWrite: true),
  ]

  func subjects(of alert: AlertFacts) throws(ResponseError) -> [ResponseSubject] {
    try Fit.require("StopLogging", of: "cloudtrail.amazonaws.com", alert)
    let (account, region) = try Fit.place(alert)
    let given = try Fit.name("name", of: alert) { $0.utf8.count <= 512 }
    guard let trail = Self.trail(given, account: account, region: region) else {
      throw ResponseError(.unfit, "the call of the alert names no trail of the account")
    }
    return [trail]
  }

  /// The trail that a name or an ARN means. A trail is changed in its home region.
  private static func trail(_ given: String, account: String, region: String) -> ResponseSubject? {
    if Fit.isPlainName(given) {
      return ResponseSubject(kind: .trail, name: given, account: account, region: region)
    }
    let parts = given.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "cloudtrail", parts[4] == account,
      let home = AlertFacts.region(parts[3]), parts[5].hasPrefix("trail/")
    else { return nil }
    let name = String(parts[5].dropFirst("trail/".count))
    guard Fit.isPlainName(name) else { return nil }
    return ResponseSubject(kind: .trail, name: name, account: account, region: home)
  }

  func observe(
    _ subject: ResponseSubject, with calls: CallLog
  ) async throws(ResponseError) -> Observation {
    try await ResponseError.of(missing: ["TrailNotFoundException"]) { () throws(AWSError) in
      let trails = try await calls.send(
        DescribeTrails(trailNames: [subject.name], includesShadowTrails: false))
      guard let trail = trails.first else {
        throw AWSError(
          kind: .service, service: "CloudTrail", operation: "DescribeTrails", code: "TrailNotFoundException",
          message: "there is no trail \(subject.name) with \(subject.region) as its home region")
      }
      let status = try await calls.send(GetTrailStatus(trailName: subject.name))
      return Self.observation(trail, status)
    }
  }

  private static func observation(_ trail: Trail, _ status: TrailStatus) -> Observation {
    var observation = Observation(state: [
      "logging": .bool(status.isLogging), "bucket": trail.s3BucketName.map { .string($0) } ?? .null,
      "multi_region": .bool(trail.isMultiRegion),
      "log_file_validation": .bool(trail.isLogFileValidationEnabled),
    ])
    func note(_ name: String, _ text: String?) {
      if let text { observation.details[name] = .string(text) }
    }
    note("start_logging_time", status.startLoggingTime?.description)
    note("stop_logging_time", status.stopLoggingTime?.description)
    note("latest_delivery_time", status.latestDeliveryTime?.description)
    note("latest_delivery_error", status.latestDeliveryError)
    return observation
  }

  func step(for subject: ResponseSubject, from state: Observation) throws(ResponseError) -> ResponseStep {
    if state.state["logging"] == true {
      return ResponseStep(
        calls: [], inverse: [], expected: ["logging": true],
        effect: "Nothing is to be done: the trail \(subject.name) records.")
    }
    var warnings: [String] = []
    if let error = state.details["latest_delivery_error"]?.string, !error.isEmpty {
      warnings.append("the latest delivery to the bucket failed: \(error)")
    }
    return ResponseStep(
      calls: [.startLogging(trail: subject.name)], inverse: [.stopLogging(trail: subject.name)],
      expected: ["logging": true],
      effect:
        "The \(subject.description) records again; its bucket and its event selectors stay as they are.",
      warnings: warnings)
  }
}

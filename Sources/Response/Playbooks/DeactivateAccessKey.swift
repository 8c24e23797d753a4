import AWS
import Events
import OrderedCollections

/// Makes a long-term access key unusable: the one that the call was signed with, or the one that the call made.
struct DeactivateAccessKey: Playbook {
  let name = "deactivate-access-key"
  let title = "Deactivate the access key"
  let permissions = [
    Permission("iam:GetUser", on: .user),
    Permission("iam:ListAccessKeys", on: .user),
    Permission("iam:UpdateAccessKey", on: .user, isWrite: true),
  ]

  func subjects(of alert: AlertFacts) throws(ResponseError) -> [ResponseSubject] {
    var subjects: [ResponseSubject] = []
    if let facts = alert.principal, let key = facts.accessKeyID, !AccessKeyName.isTemporary(key),
      let user = facts.principal, case .user = user.principal
    {
      subjects.append(subject(key, user, alert))
    }
    if alert.isCall("CreateAccessKey", of: "iam.amazonaws.com"), let (key, user) = created(alert) {
      subjects.append(subject(key, user, alert))
    }
    guard subjects.isEmpty else { return subjects }
    throw ResponseError(
      .unfit, "the call was not signed with a long-term access key of a user, and made none")
  }

  private func subject(_ key: String, _ user: IAMPrincipalName, _ alert: AlertFacts) -> ResponseSubject {
    ResponseSubject(
      kind: .accessKey, name: key, account: user.account, region: Fit.subject(user, alert).region,
      principalARN: user.arn)
  }

  /// The key that `CreateAccessKey` made. The record has no ARN of its user; the path is read before anything is done.
  private func created(_ alert: AlertFacts) -> (String, IAMPrincipalName)? {
    let made = alert.answer["accessKey"]
    guard let account = alert.account, let user = made?["userName"]?.string,
      let key = made?["accessKeyId"]?.string.flatMap(AccessKeyName.checked),
      let name = IAMPrincipalName(
        arn: "arn:\(AWSPartition.of(region: alert.region ?? "").name):iam::\(account):user/\(user)")
    else { return nil }
    return (key, name)
  }

  func observe(
    _ subject: ResponseSubject, with calls: CallLog
  ) async throws(ResponseError) -> Observation {
    let user = try InlinePolicy.principal(subject).name
    return try await ResponseError.of(missing: ["NoSuchEntity"]) { () throws(AWSError) in
      let found = try await calls.send(GetUser(userName: user))
      let keys = try await calls.all(ListAccessKeys(userName: user))
      guard let key = keys.first(where: { $0.accessKeyID == subject.name }) else {
        throw AWSError(
          kind: .service, service: "IAM", operation: "ListAccessKeys", code: "NoSuchEntity",
          message: "the user \(user) has no access key \(subject.name)")
      }
      return Observation(
        state: [
          "status": .string(key.status.rawValue), "user_id": .string(found.userID),
          "user_arn": .string(found.arn),
        ],
        details: key.createDate.map { ["created": .string($0.description)] } ?? [:], principalARN: found.arn)
    }
  }

  func step(for subject: ResponseSubject, from state: Observation) throws(ResponseError) -> ResponseStep {
    let user = try InlinePolicy.principal(subject).name
    let inactive = JSON.string(AccessKeyStatus.inactive.rawValue)
    guard let text = state.state["status"]?.string, let status = AccessKeyStatus(rawValue: text) else {
      throw ResponseError(.damaged, "the state of the access key \(subject.name) is not known")
    }
    guard status == .active else {
      return ResponseStep(
        calls: [], inverse: [], expected: ["status": state.state["status"] ?? inactive],
        effect: "Nothing is to be done: the access key \(subject.name) is \(status.rawValue.lowercased()).")
    }
    return ResponseStep(
      calls: [.updateAccessKey(user: user, key: subject.name, status: .inactive)],
      inverse: [.updateAccessKey(user: user, key: subject.name, status: .active)],
      expected: ["status": inactive],
      effect: "Nobody can sign calls with the access key \(subject.name) of the user \(user) any more.",
      warnings: [
        "programs that use the key stop working",
        "sessions that were made with the key stay valid until they end; quarantine the user to stop them too",
      ])
  }
}

import AWS
import Events
import OrderedCollections

/// What playbooks read from alerts.
enum Fit {
  /// Where the call of an alert was made.
  static func place(_ alert: AlertFacts) throws(ResponseError) -> (account: String, region: String) {
    guard let account = alert.account, let region = alert.region else {
      throw ResponseError(.unfit, "the alert does not name one account and one region")
    }
    return (account, region)
  }

  /// A parameter of the call that becomes part of another call.
  static func name(
    _ key: String, of alert: AlertFacts, matching pattern: (String) -> Bool
  ) throws(ResponseError) -> String {
    guard let name = alert.parameters[key]?.string, pattern(name) else {
      throw ResponseError(.unfit, "the call of the alert has no usable \(key)")
    }
    return name
  }

  /// Letters, digits and some marks, as names of recorders, trails and detectors have them.
  static func isPlainName(_ text: String) -> Bool {
    (1...256).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true
        default: "-_.".utf8.contains(byte)
        }
      }
  }

  /// Refuses an alert whose call is another one.
  static func require(_ action: String, of provider: String, _ alert: AlertFacts) throws(ResponseError) {
    guard alert.isCall(action, of: provider) else {
      throw ResponseError(
        .unfit, "it answers a successful \(action), and the alert is about \(describe(alert))")
    }
  }

  private static func describe(_ alert: AlertFacts) -> String {
    guard !alert.action.isEmpty else { return "no single call" }
    return (alert.isSuccess ? "" : "a failed ") + String(alert.action.prefix(100))
  }

  /// The user or the role that made the call of an alert, whose policies can be changed.
  static func principal(_ alert: AlertFacts) throws(ResponseError) -> IAMPrincipalName {
    guard let facts = alert.principal else {
      throw ResponseError(.unfit, "the alert does not say who made the call")
    }
    guard let principal = facts.principal else {
      throw ResponseError(
        .unfit, "the call was made by \(facts.type.prefix(100)), which is neither a user nor a role")
    }
    if let obstacle = principal.obstacle { throw ResponseError(.unfit, obstacle) }
    return principal
  }

  /// The subject that a principal is.
  static func subject(_ principal: IAMPrincipalName, _ alert: AlertFacts) -> ResponseSubject {
    let kind: ResponseSubject.Kind = if case .role = principal.principal { .role } else { .user }
    return ResponseSubject(
      kind: kind, name: principal.principal.name, account: principal.account,
      region: alert.region ?? Self.region(of: principal), principalARN: principal.arn)
  }

  /// A region of the partition, for calls of services that have none.
  private static func region(of principal: IAMPrincipalName) -> String {
    switch principal.partition {
    case "aws-cn": "cn-north-1"
    case "aws-us-gov": "us-gov-west-1"
    default: "us-east-1"
    }
  }
}

extension ResponseError {
  /// A failed call of AWS.
  ///
  /// - Parameters:
  ///   - error: The failure.
  ///   - missing: The codes that mean that the subject does not exist.
  init(_ error: AWSError, missing: Set<String> = []) {
    let kind: Kind =
      if missing.contains(error.code) {
        .missing
      } else if error.isAccessDenied {
        .denied
      } else {
        error.kind == .cancelled ? .cancelled : .aws
      }
    self.init(kind, String("\(error)".prefix(2000)))
  }

  /// Runs calls whose failures are given a kind.
  static func of<Value>(
    missing: Set<String> = [], _ body: () async throws(AWSError) -> Value
  ) async throws(ResponseError) -> Value {
    do throws(AWSError) {
      return try await body()
    } catch {
      throw ResponseError(error, missing: missing)
    }
  }
}

public import AWS
public import Events
public import OrderedCollections

/// A call that changes something. There are no others than these, so a plan that somebody tampered with cannot do
/// anything else.
public enum ResponseCall: Sendable, Hashable {
  case startConfigurationRecorder(name: String)
  case stopConfigurationRecorder(name: String)
  case startLogging(trail: String)
  case stopLogging(trail: String)
  case updateDetector(id: String, isEnabled: Bool)
  case updateAccessKey(user: String, key: String, status: AccessKeyStatus)
  case putInlinePolicy(IAMPrincipal, name: String, document: String)
  case deleteInlinePolicy(IAMPrincipal, name: String)

  /// Stands in a plan for the moment in which the call is made.
  static let moment = "${time-of-execution}"

  /// The call as it is made at a time.
  func resolved(at time: Timestamp) -> ResponseCall {
    guard case .putInlinePolicy(let principal, let name, let document) = self else { return self }
    return .putInlinePolicy(principal, name: name, document: Self.resolved(document, at: time))
  }

  /// A text with the time in the place of the moment.
  static func resolved(_ text: String, at time: Timestamp) -> String {
    text.split(separator: moment, omittingEmptySubsequences: false).joined(separator: time.description)
  }

  /// The operation of AWS.
  var operation: any AWSOperation {
    switch self {
    case .startConfigurationRecorder(let name): StartConfigurationRecorder(recorderName: name)
    case .stopConfigurationRecorder(let name): StopConfigurationRecorder(recorderName: name)
    case .startLogging(let trail): StartLogging(trailName: trail)
    case .stopLogging(let trail): StopLogging(trailName: trail)
    case .updateDetector(let id, let isEnabled): UpdateDetector(detectorID: id, isEnabled: isEnabled)
    case .updateAccessKey(let user, let key, let status):
      UpdateAccessKey(userName: user, accessKeyID: key, status: status)
    case .putInlinePolicy(let principal, let name, let document):
      PutInlinePolicy(principal: principal, policyName: name, document: document)
    case .deleteInlinePolicy(let principal, let name):
      DeleteInlinePolicy(principal: principal, policyName: name)
    }
  }

  /// The action of IAM that permits the call, such as `config:StartConfigurationRecorder`.
  public var action: String { OperationName.action(operation) }

  /// The parameters of the call.
  public var parameters: JSONObject { OperationName.parameters(operation) }
}

import AWS
import Events
import OrderedCollections

/// Calls in stored plans.
extension ResponseCall {
  var json: JSON { ["action": .string(action), "parameters": .object(parameters)] }

  init(_ json: JSON) throws(ResponseError) {
    let action = json["action"]?.string ?? ""
    let parameters = json["parameters"] ?? [:]
    func text(_ name: String) throws(ResponseError) -> String {
      guard let text = parameters[name]?.string else {
        throw ResponseError(.damaged, "the call \(action.prefix(100)) of the plan lacks \(name)")
      }
      return text
    }
    switch action {
    case "config:StartConfigurationRecorder":
      self = .startConfigurationRecorder(name: try text("ConfigurationRecorderName"))
    case "config:StopConfigurationRecorder":
      self = .stopConfigurationRecorder(name: try text("ConfigurationRecorderName"))
    case "cloudtrail:StartLogging": self = .startLogging(trail: try text("Name"))
    case "cloudtrail:StopLogging": self = .stopLogging(trail: try text("Name"))
    case "guardduty:UpdateDetector":
      guard let isEnabled = parameters["enable"]?.bool else {
        throw ResponseError(.damaged, "the call \(action) of the plan lacks enable")
      }
      self = .updateDetector(id: try text("detectorId"), isEnabled: isEnabled)
    case "iam:UpdateAccessKey":
      guard let status = AccessKeyStatus(rawValue: try text("Status")) else {
        throw ResponseError(.damaged, "the call \(action) of the plan has no known Status")
      }
      self = .updateAccessKey(user: try text("UserName"), key: try text("AccessKeyId"), status: status)
    case "iam:PutUserPolicy", "iam:PutRolePolicy":
      let principal: IAMPrincipal =
        action == "iam:PutUserPolicy" ? .user(try text("UserName")) : .role(try text("RoleName"))
      self = .putInlinePolicy(
        principal, name: try text("PolicyName"), document: try text("PolicyDocument"))
    case "iam:DeleteUserPolicy", "iam:DeleteRolePolicy":
      let principal: IAMPrincipal =
        action == "iam:DeleteUserPolicy" ? .user(try text("UserName")) : .role(try text("RoleName"))
      self = .deleteInlinePolicy(principal, name: try text("PolicyName"))
    default:
      throw ResponseError(.damaged, "the plan has a call that no playbook makes: \(action.prefix(100))")
    }
  }
}

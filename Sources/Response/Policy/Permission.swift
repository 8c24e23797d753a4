import AWS
import Events

/// A call that a playbook makes, as IAM permits it.
public struct Permission: Sendable, Hashable {
  /// What a permission is limited to.
  public enum Scope: Sendable, Hashable {
    /// The action knows no resources, or not in all regions.
    case any
    case trail
    case detector
    case user
    case role
  }

  /// The action, such as `config:StartConfigurationRecorder`.
  public let action: String
  /// What it is limited to.
  public let scope: Scope
  /// Whether it changes something.
  public let isWrite: Bool

  init(_ action: String, on scope: Scope = .any, isWrite: Bool = false) {
    self.action = action
    self.scope = scope
    self.isWrite = isWrite
  }

  /// The call that says whose credentials are used. Source: AWS STS API Reference, "GetCallerIdentity": no permission is
  /// needed for it.
  static let identity = "sts:GetCallerIdentity"

  /// The resource in a policy. Source of the forms: Service Authorization Reference, "Resource types defined by …".
  func resource(partition: String, account: String) -> String {
    switch scope {
    case .any: "*"
    case .trail: "arn:\(partition):cloudtrail:*:\(account):trail/*"
    case .detector: "arn:\(partition):guardduty:*:\(account):detector/*"
    case .user: "arn:\(partition):iam::\(account):user/*"
    case .role: "arn:\(partition):iam::\(account):role/*"
    }
  }
}

import AWS
import Events
import OrderedCollections

/// Who made a call: the user, or the role behind a session.
public struct PrincipalFacts: Sendable, Hashable {
  /// `userIdentity.type` of the record, such as `IAMUser`.
  public let type: String
  /// The ARN in the record; for sessions that of the session.
  public let arn: String
  /// The user, or the role behind the session; nil for everybody else, such as root and services.
  public let principal: IAMPrincipalName?
  /// The access key that the call was signed with.
  public let accessKeyID: String?

  init?(_ document: JSONObject) {
    let identity = document[path: "aws.cloudtrail.user_identity"]
    guard let type = identity?["type"]?.string, let arn = identity?["arn"]?.string else { return nil }
    self.type = type
    self.arn = arn
    accessKeyID = identity?["access_key_id"]?.string.flatMap(AccessKeyName.checked)
    principal =
      switch type {
      case "IAMUser": IAMPrincipalName(arn: arn)
      // A federated user has at most the permissions of the user who made the session.
      case "AssumedRole", "FederatedUser":
        identity?[path: "session_context.session_issuer.arn"]?.string.flatMap { IAMPrincipalName(arn: $0) }
      default: nil
      }
  }
}

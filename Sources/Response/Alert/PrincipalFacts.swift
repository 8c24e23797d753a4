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
      case "AssumedRole":
        identity?[path: "session_context.session_issuer.arn"]?.string.flatMap { IAMPrincipalName(arn: $0) }
      default: nil
      }
  }
}

/// The identifiers of access keys. Source: IAM User Guide, "IAM identifiers", unique IDs: `AKIA` begins a long-term
/// key of a user, `ASIA` a temporary one.
enum AccessKeyName {
  /// The identifier when it is one: 16 to 128 letters and digits.
  static func checked(_ text: String) -> String? {
    let isName = text.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
    }
    return isName && (16...128).contains(text.utf8.count) ? text : nil
  }

  static func isTemporary(_ id: String) -> Bool { id.hasPrefix("ASIA") }
}

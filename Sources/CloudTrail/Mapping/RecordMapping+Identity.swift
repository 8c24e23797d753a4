import Events
import OrderedCollections

/// Who made the request.
extension RecordMapping {
  private static let target = "aws.cloudtrail.user_identity"

  mutating func mapIdentity() throws(MappingFailure) {
    let target = Self.target
    try move("eventVersion", to: "aws.cloudtrail.event_version")
    try move("userIdentity.type", to: "\(target).type")
    let type = text("userIdentity.type")
    try move("userIdentity.userName", to: "user.name")
    try move("userIdentity.principalId", to: "user.id")
    try move("userIdentity.arn", to: "\(target).arn")
    try moveIfUnset("userIdentity.accountId", to: "cloud.account.id")
    try move("userIdentity.accessKeyId", to: "\(target).access_key_id")
    try mapSessionContext(type)
    mapSessionName(type)
    try mapOnBehalfOf(type)
    try move("sessionCredentialFromConsole", to: "aws.cloudtrail.session_credential_from_console")
    try move(
      [
        ("invokedBy", "invoked_by"), ("invokedByDelegate.accountId", "invoked_by_delegate.account_id"),
        ("credentialId", "credential_id"), ("identityProvider", "identity_provider"),
        ("inScopeOf.issuerType", "in_scope_of.issuer_type"),
        ("inScopeOf.credentialsIssuedTo", "in_scope_of.credentials_issued_to"),
        ("inScopeOf.sourceArn", "in_scope_of.source_arn"),
        ("inScopeOf.sourceAccount", "in_scope_of.source_account"),
      ], from: "userIdentity.", to: "\(target).")
  }

  private mutating func mapSessionContext(_ type: String?) throws(MappingFailure) {
    let from = "userIdentity.sessionContext."
    let to = "\(Self.target).session_context."
    try move("\(from)attributes.mfaAuthenticated", to: "\(to)mfa_authenticated")
    try moveDate("\(from)attributes.creationDate", to: "\(to)creation_date")
    if type == "AssumedRole" || type == "FederatedUser" {
      try move("\(from)sessionIssuer.userName", to: "user.name")
    }
    try move(
      [
        ("sessionIssuer.type", "session_issuer.type"),
        ("sessionIssuer.principalId", "session_issuer.principal_id"),
        ("sessionIssuer.arn", "session_issuer.arn"), ("sessionIssuer.accountId", "session_issuer.account_id"),
        ("ec2RoleDelivery", "ec2_role_delivery"), ("sourceIdentity", "source_identity"),
        ("assumedRoot", "assumed_root"), ("signInSessionArn", "sign_in_session_arn"),
        (
          "webIdFederationData.federatedProvider", "web_id_federation_data.federated_provider"
        ), ("webIdFederationData.attributes", "web_id_federation_data.attributes"),
      ], from: from, to: to)
  }

  /// The name of a role session is the last part of its ARN. It is related to the event, and when it is an address of
  /// mail it is the user's.
  private mutating func mapSessionName(_ type: String?) {
    guard let type, ["AssumedRole", "FederatedUser", "IdentityCenterUser"].contains(type) else { return }
    guard let arn = text("userIdentity.arn"), arn.contains(":sts:"), arn.contains("/") else { return }
    guard let name = Self.sessionName(arn) else {
      fail("userIdentity.arn is not the ARN of a session: \(arn)")
      return
    }
    append(name, to: "related.user")
    guard let at = name.firstIndex(of: "@") else { return }
    append(String(name[..<at]), to: "related.user")
    if document[path: "user.email"] == nil { document.set("user.email", to: .string(name)) }
  }

  /// The text after the last slash of `arn:PARTITION:sts:…/…`.
  static func sessionName(_ arn: String) -> String? {
    let parts = arn.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "arn", parts[2] == "sts", !parts[1].isEmpty else { return nil }
    let isPartition = parts[1].utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
    }
    guard isPartition, let slash = parts[3].lastIndex(of: "/") else { return nil }
    return String(parts[3][parts[3].index(after: slash)...])
  }

  private mutating func mapOnBehalfOf(_ type: String?) throws(MappingFailure) {
    try move("userIdentity.onBehalfOf.userId", to: "\(Self.target).on_behalf_of.user_id")
    try move("userIdentity.onBehalfOf.identityStoreArn", to: "\(Self.target).on_behalf_of.identity_store_arn")
    if type == "IdentityCenterUser" { try moveIfUnset("userIdentity.onBehalfOf.userId", to: "user.id") }
  }
}

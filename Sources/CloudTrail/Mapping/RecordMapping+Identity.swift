import Events
import OrderedCollections

/// Who made the request.
extension RecordMapping {
  mutating func mapIdentity() throws(MappingFailure) {
    try move(.root, "eventVersion", to: .trail, "event_version")
    try move(.identity, "type", to: .identity, "type")
    let type = text(.identity, "type")
    try move(.identity, "userName", to: .user, "name")
    try move(.identity, "principalId", to: .user, "id")
    try move(.identity, "arn", to: .identity, "arn")
    try moveIfUnset(.identity, "accountId", to: .cloudAccount, "id")
    try move(.identity, "accessKeyId", to: .identity, "access_key_id")
    try mapSessionContext(type)
    mapSessionName(type)
    try mapOnBehalfOf(type)
    try move(.root, "sessionCredentialFromConsole", to: .trail, "session_credential_from_console")
    try move(Self.identityMoves)
  }

  private static let identityMoves: [Move] = [
    (.identity, "invokedBy", .identity, "invoked_by"), (.delegate, "accountId", .delegate, "account_id"),
    (.identity, "credentialId", .identity, "credential_id"),
    (.identity, "identityProvider", .identity, "identity_provider"),
    (.scope, "issuerType", .scope, "issuer_type"),
    (.scope, "credentialsIssuedTo", .scope, "credentials_issued_to"),
    (.scope, "sourceArn", .scope, "source_arn"), (.scope, "sourceAccount", .scope, "source_account"),
  ]

  private mutating func mapSessionContext(_ type: String?) throws(MappingFailure) {
    try move(.attributes, "mfaAuthenticated", to: .session, "mfa_authenticated")
    try moveDate(.attributes, "creationDate", to: .session, "creation_date")
    if type == "AssumedRole" || type == "FederatedUser" {
      try move(.issuer, "userName", to: .user, "name")
    }
    try move(Self.sessionMoves)
  }

  private static let sessionMoves: [Move] = [
    (.issuer, "type", .issuer, "type"), (.issuer, "principalId", .issuer, "principal_id"),
    (.issuer, "arn", .issuer, "arn"), (.issuer, "accountId", .issuer, "account_id"),
    (.session, "ec2RoleDelivery", .session, "ec2_role_delivery"),
    (.session, "sourceIdentity", .session, "source_identity"),
    (.session, "assumedRoot", .session, "assumed_root"),
    (.session, "signInSessionArn", .session, "sign_in_session_arn"),
    (.federation, "federatedProvider", .federation, "federated_provider"),
    (.federation, "attributes", .federation, "attributes"),
  ]

  /// The name of a role session is the last part of its ARN. It is related to the event, and when it is an address of
  /// mail it is the user's.
  private mutating func mapSessionName(_ type: String?) {
    guard let type, ["AssumedRole", "FederatedUser", "IdentityCenterUser"].contains(type) else { return }
    guard let arn = text(.identity, "arn"), arn.containsBytes(of: ":sts:"), arn.containsBytes(of: "/")
    else { return }
    guard let name = Self.sessionName(arn) else {
      fail("userIdentity.arn is not the ARN of a session: \(arn)")
      return
    }
    append(name, to: .related, "user")
    guard let at = name.firstIndex(of: "@") else { return }
    append(String(name[..<at]), to: .related, "user")
    if document[.user, "email"] == nil { document.set(.user, "email", to: .string(name)) }
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
    try move(.onBehalfOf, "userId", to: .onBehalfOf, "user_id")
    try move(.onBehalfOf, "identityStoreArn", to: .onBehalfOf, "identity_store_arn")
    if type == "IdentityCenterUser" { try moveIfUnset(.onBehalfOf, "userId", to: .user, "id") }
  }
}

public import Events
import OrderedCollections

/// Who made a call: the identity, its session, its credentials, and where it called from.
public struct Actor: Sendable, Hashable {
  /// `IAMUser`, `AssumedRole`, `Root`, `AWSService`, …; empty when unknown.
  public let type: String
  /// The ARN of the identity; of a session its own.
  public let arn: String?
  /// The principal identifier; of a session with its name behind a colon.
  public let principalID: String?
  /// The name of the user or role.
  public let userName: String?
  /// The access key of the call.
  public let accessKey: String?
  /// The role or user that issued the session.
  public let issuerARN: String?
  /// `Role` or `IAMUser`, for sessions.
  public let issuerType: String?
  /// When the session was created.
  public let sessionCreated: Timestamp?
  /// Whether the session was created with MFA; nil when the event does not say it.
  public let mfa: Bool?
  /// The identity provider of a federated session.
  public let federatedProvider: String?
  /// The service that made the call for itself or somebody.
  public let invokedBy: String?
  /// The account of the identity.
  public let account: String?
  /// `sourceIdentity`: whom the session says it acts for.
  public let sourceIdentity: String?
  /// The address of the call, or the name of a service.
  public let address: String?
  /// The user agent.
  public let agent: String?

  init(_ document: JSONObject, record: JSON?) {
    func text(_ path: String) -> String? {
      FieldText.first(document, path).flatMap { $0.isEmpty ? nil : $0 }
    }
    let identity = "aws.cloudtrail.user_identity."
    let raw = record?["userIdentity"]
    type = text(identity + "type") ?? ""
    arn = text(identity + "arn")
    principalID = raw?["principalId"]?.string ?? text("user.id")
    userName = text("user.name")
    accessKey = text(identity + "access_key_id")
    issuerARN = text(identity + "session_context.session_issuer.arn")
    issuerType = text(identity + "session_context.session_issuer.type")
    sessionCreated = text(identity + "session_context.creation_date").flatMap { Timestamp($0) }
    mfa =
      text(identity + "session_context.mfa_authenticated").map { $0 == "true" }
      ?? text("aws.cloudtrail.console_login.additional_eventdata.mfa_used").map { $0 == "true" }
    federatedProvider =
      text(identity + "session_context.web_id_federation_data.federated_provider")
      ?? raw?[path: "sessionContext.webIdFederationData.federatedProvider"]?.string
      ?? raw?["identityProvider"]?.string
    invokedBy = text(identity + "invoked_by")
    account = raw?["accountId"]?.string ?? text("cloud.account.id")
    sourceIdentity =
      raw?[path: "sessionContext.sourceIdentity"]?.string ?? raw?["sourceIdentity"]?.string
    address = text("source.address") ?? text("source.ip")
    agent = text("user_agent.original")
  }

  /// The name of a role session, behind the role.
  public var sessionName: String? {
    guard let arn, arn.contains(":assumed-role/") else { return nil }
    return arn.split(separator: "/").last.map(String.init)
  }

  /// A service that acts by itself.
  public var isService: Bool { type == "AWSService" || (arn == nil && invokedBy != nil) }

  /// A name for people, such as `ops-maintenance/aurelis-migration` or `user vendor-aurelis`.
  public var name: String {
    if let sessionName, let role = userName ?? issuerARN.map(Self.lastPart) {
      return "\(role)/\(sessionName)"
    }
    if type == "Root" { return "root" }
    return userName ?? arn.map(Self.lastPart) ?? invokedBy ?? principalID ?? "unknown"
  }

  /// What stands for the principal in the long run: of a session its role, otherwise the identity.
  public var principalARN: String? { issuerARN ?? arn }

  /// The condition in KQL that holds for every event of the same principal; nil when nothing identifies it.
  ///
  /// The name of the user or role follows from its ARN. It is named as well since events are found by it; records may lack
  /// it.
  public var principalKQL: String? {
    let name = userName.map { KQL.any([KQL.has("user.name", $0), "not user.name: *"]) }
    if let issuerARN {
      return KQL.all([
        name,
        KQL.any([
          KQL.has("aws.cloudtrail.user_identity.session_context.session_issuer.arn", issuerARN),
          KQL.has("aws.cloudtrail.user_identity.arn", issuerARN),
        ]),
      ])
    }
    if let arn { return KQL.all([name, KQL.has("aws.cloudtrail.user_identity.arn", arn)]) }
    if let invokedBy { return KQL.has("aws.cloudtrail.user_identity.invoked_by", invokedBy) }
    if let userName { return KQL.has("user.name", userName) }
    return nil
  }

  /// The last part of an ARN.
  static func lastPart(_ arn: String) -> String {
    arn.split(whereSeparator: { $0 == "/" || $0 == ":" }).last.map(String.init) ?? arn
  }

  /// What another actor has in common with this one.
  func likeness(to other: Actor) -> Likeness {
    Likeness(
      principal: principalARN != nil && principalARN == other.principalARN,
      session: arn != nil && arn == other.arn && sessionName != nil
        && sessionCreated == other.sessionCreated,
      accessKey: accessKey != nil && accessKey == other.accessKey,
      address: address.map { IPAddress($0) != nil && $0 == other.address } ?? false)
  }
}

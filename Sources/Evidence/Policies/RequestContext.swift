import Events
import OrderedCollections

/// What a policy is asked about: the principal, the action, the resources, and the keys of the request as far as the event
/// says them.
///
/// Keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
public struct RequestContext: Sendable {
  /// The action, such as `config:StopConfigurationRecorder`.
  public var action: String
  /// The resources; a `*` in one is a part that is not known. None means `*`.
  public var resources: [String]
  /// The ARN of the caller: of a session its own.
  public var principalARN: String
  /// The role or user behind a session.
  public var issuerARN: String?
  /// The account of the caller.
  public var account: String
  /// The account of the resource.
  public var resourceAccount: String
  /// Values of keys, by names in lower case.
  public var keys: [String: [String]] = [:]
  /// Keys that the request certainly did not have, in lower case.
  public var absentKeys: Set<String> = []

  /// A request.
  public init(
    action: String, resources: [String], principalARN: String, issuerARN: String? = nil, account: String,
    resourceAccount: String? = nil, keys: [String: [String]] = [:], absentKeys: Set<String> = []
  ) {
    self.action = action
    self.resources = resources
    self.principalARN = principalARN
    self.issuerARN = issuerARN
    self.account = account
    self.resourceAccount = resourceAccount ?? account
    self.keys = Dictionary(keys.map { ($0.key.lowercased(), $0.value) }) { $1 }
    self.absentKeys = Set(absentKeys.map { $0.lowercased() })
  }

  /// The request that an event records.
  public init(_ facts: EventFacts) {
    let actor = facts.actor
    self.init(
      action: PolicyAction.name(facts), resources: PolicyAction.resources(facts),
      principalARN: actor.arn ?? "", issuerARN: actor.issuerARN, account: actor.account ?? facts.account,
      resourceAccount: facts.account)
    set("aws:PrincipalArn", actor.issuerARN ?? actor.arn)
    set("aws:PrincipalAccount", actor.account)
    set("aws:userid", actor.principalID)
    set("aws:RequestedRegion", facts.region)
    set("aws:CurrentTime", facts.time.description)
    set("aws:EpochTime", "\(facts.time.nanoseconds / 1_000_000_000)")
    set("aws:UserAgent", actor.agent)
    set("aws:PrincipalType", Self.types[actor.type])
    if actor.type == "IAMUser" {
      set("aws:username", actor.userName)
    } else {
      absentKeys.insert("aws:username")
    }
    setAddress(actor, facts)
    setSession(actor, facts)
    if facts.record?[path: "tlsDetails.tlsVersion"] != nil { set("aws:SecureTransport", "true") }
    set("aws:ViaAWSService", actor.invokedBy == nil ? "false" : "true")
    set("aws:ResourceAccount", facts.account)
  }

  private static let types = [
    "IAMUser": "User", "AssumedRole": "AssumedRole", "Root": "Account", "FederatedUser": "FederatedUser",
  ]

  private mutating func setAddress(_ actor: Actor, _ facts: EventFacts) {
    let endpoint = facts.record?["vpcEndpointId"]?.string
    set("aws:SourceVpce", endpoint)
    guard let address = actor.address, IPAddress(address) != nil else { return }
    // Through an endpoint the address is that inside the VPC.
    set(endpoint == nil ? "aws:SourceIp" : "aws:VpcSourceIp", address)
    absentKeys.formUnion(
      endpoint == nil ? ["aws:sourcevpce", "aws:sourcevpc", "aws:vpcsourceip"] : ["aws:sourceip"])
  }

  private mutating func setSession(_ actor: Actor, _ facts: EventFacts) {
    guard let created = actor.sessionCreated else {
      // Long-term keys carry no word of MFA.
      if actor.accessKey?.hasPrefix("AKIA") == true {
        absentKeys.formUnion(["aws:multifactorauthpresent", "aws:multifactorauthage", "aws:tokenissuetime"])
      }
      return
    }
    set("aws:TokenIssueTime", created.description)
    if let mfa = actor.mfa {
      set("aws:MultiFactorAuthPresent", mfa ? "true" : "false")
      if mfa {
        set("aws:MultiFactorAuthAge", "\(max(0, created.seconds(to: facts.time)))")
      } else {
        absentKeys.insert("aws:multifactorauthage")
      }
    }
    set("aws:FederatedProvider", actor.federatedProvider)
    set("aws:SourceIdentity", actor.sourceIdentity)
    if actor.sourceIdentity == nil { absentKeys.insert("aws:sourceidentity") }
  }

  private mutating func set(_ key: String, _ value: String?) {
    if let value, !value.isEmpty { keys[key.lowercased()] = [value] }
  }

  /// The values of a key; none when the request certainly did not have it, nil when nothing is known.
  func values(_ key: String) -> [String]? {
    let name = key.lowercased()
    return keys[name] ?? (absentKeys.contains(name) ? [] : nil)
  }
}

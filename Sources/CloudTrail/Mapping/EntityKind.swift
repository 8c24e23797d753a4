import Events

/// What an entity is, told by its identifier.
enum EntityKind: Sendable {
  case user
  case host
  case service
  case generic

  /// The kinds in the order in which documents list targets.
  static let all: [EntityKind] = [.user, .host, .service, .generic]

  /// The object whose `id` lists the targets of this kind.
  var targetObject: DocumentObject {
    switch self {
    case .user: .userTargetEntity
    case .host: .hostTargetEntity
    case .service: .serviceTargetEntity
    case .generic: .entityTarget
    }
  }

  /// The object whose `id` names an actor of this kind.
  var actorObject: DocumentObject {
    switch self {
    case .user: .userEntity
    case .host: .hostEntity
    case .service: .serviceEntity
    case .generic: .entity
    }
  }

  /// The kind of a target.
  init(target: String) {
    guard target.hasPrefix("arn:") else {
      self = Self.bareIdentifier(target)
      return
    }
    let parts = target.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 6 else {
      self = .generic
      return
    }
    let type = Self.resourceType(parts[5])
    if Self.isServiceRole(target) {
      self = .service
    } else if Self.userTypes.contains(type) {
      self = .user
    } else if type == "instance" {
      self = .host
    } else {
      self = Self.serviceTypes.contains(type) || parts[2] == "s3" ? .service : .generic
    }
  }

  /// The kind of an actor.
  init(actor: String, identityType: String?) {
    if identityType == "AWSService" || Self.isServiceRole(actor) {
      self = .service
      return
    }
    if let identityType, ["IAMUser", "Root", "AssumedRole"].contains(identityType) {
      self = .user
      return
    }
    let parts = actor.split(separator: ":", omittingEmptySubsequences: false)
    let type = actor.hasPrefix("arn:") && parts.count >= 6 ? Self.resourceType(parts[5]) : ""
    if ["user", "role", "assumed-role", "federated-user"].contains(type) {
      self = .user
    } else {
      self = type == "instance" || actor.hasPrefix("i-") ? .host : .generic
    }
  }

  private static func isServiceRole(_ arn: String) -> Bool {
    arn.containsBytes(of: "/AWSServiceRoleFor") || arn.containsBytes(of: "/aws-service-role/")
  }

  private static func resourceType(_ part: Substring) -> String {
    guard let slash = part.firstIndex(of: "/"), slash != part.startIndex else { return String(part) }
    return String(part[..<slash])
  }

  private static func bareIdentifier(_ id: String) -> EntityKind {
    if id.count == 20, id.hasPrefix("AKIA") { return .user }
    if id.hasPrefix("i-") { return .host }
    return networkPrefixes.contains { id.hasPrefix($0) } ? .service : .generic
  }

  private static let networkPrefixes = [
    "sg-", "sgr-", "eni-", "vpc-", "subnet-", "acl-", "rtb-", "igw-", "nat-", "vpce-", "tgw-", "pcx-",
  ]
  private static let userTypes: Set<String> = [
    "user", "role", "assumed-role", "federated-user", "instance-profile", "mfa", "serialNumber",
  ]
  private static let serviceTypes: Set<String> = [
    "stack", "stack-set", "trail", "configuration-recorder", "file-system", "mount-target", "rule",
    "detector", "key",
    "function", "log-group", "log-stream", "alarm", "db", "cluster", "global-cluster", "trust-anchor",
    "resolver-query-log-config", "secret", "parameter", "document", "session", "webacl", "rulegroup", "ipset",
    "topic", "model", "loadbalancer", "table", "group", "policy", "security-group", "network-interface",
    "vpc",
    "subnet", "network-acl", "dhcp-options",
  ]
}

import Events
import OrderedCollections

/// The actor, the targets and the related entities of a record.
///
/// The rules are those of the AWS integration's actor and target enrichment
/// (https://www.elastic.co/docs/reference/integrations/aws/cloudtrail).
struct EntityRules {
  private let record: JSONObject
  private let service: String
  private let action: String
  private var related = EntitySet()
  private var targets = EntitySet()
  private var actor: String?

  /// The entities of a pruned record.
  private init(record: JSONObject, action: String) {
    self.record = record
    self.action = action
    let source = record["eventSource"]?.string ?? ""
    service = source.hasSuffix(".amazonaws.com") ? String(source.dropLast(14)) : ""
  }

  /// Writes the entity fields into a document.
  ///
  /// - Throws: `MappingFailure` when a value has an unexpected type; what was collected so far is then not written.
  static func apply(to document: inout JSONObject, record: JSONObject, action: String) throws(MappingFailure)
  {
    var rules = EntityRules(record: record, action: action)
    try rules.collectRelated()
    try rules.collectTargets()
    rules.chooseActor()
    rules.write(to: &document)
  }

  // MARK: Reading

  /// The text at a path; nil when it is absent or empty.
  private func text(_ value: JSON?, _ path: String) throws(MappingFailure) -> String? {
    guard let value, value != .null else { return nil }
    guard case .string(let text) = value else {
      throw MappingFailure("entity enrichment: \(path) is not a text")
    }
    return text.isEmpty ? nil : text
  }

  private mutating func relate(_ path: String) throws(MappingFailure) {
    if let text = try text(record[path: path], path) { related.insert(text) }
  }

  /// The elements of a list at a path.
  private func elements(_ path: String) -> [JSON] {
    record[path: path]?.array ?? []
  }

  private func resourceARNs() throws(MappingFailure) -> [String] {
    var found: [String] = []
    for resource in elements("resources") {
      if let arn = try text(resource["ARN"], "resources.ARN") { found.append(arn) }
    }
    return found
  }

  /// Adds values in order and stops after the first that is missing or was there already.
  private static func chain(_ set: inout EntitySet, _ values: [String?]) {
    for value in values {
      guard let value, set.insert(value) else { return }
    }
  }

  private func texts(_ object: JSON, _ paths: [String]) throws(MappingFailure) -> [String?] {
    var found: [String?] = []
    for path in paths { found.append(try text(object[path: path], path)) }
    return found
  }

  // MARK: Related

  private mutating func collectRelated() throws(MappingFailure) {
    let identity = [
      "accessKeyId", "arn", "userName", "sessionContext.sessionIssuer.arn",
      "sessionContext.sessionIssuer.userName",
    ]
    for path in identity { try relate("userIdentity.\(path)") }
    if record[path: "userIdentity.type"]?.string == "IdentityCenterUser" {
      try relate("userIdentity.onBehalfOf.identityStoreArn")
    }
    for arn in try resourceARNs() { related.insert(arn) }
    for path in EntityTables.related[service] ?? [] { try relate(path) }
    switch service {
    case "ec2": try relateEC2()
    case "lambda": try relateLambda()
    case "rds": try relateRDS()
    default: break
    }
  }

  private mutating func relateEC2() throws(MappingFailure) {
    for item in elements("responseElements.securityGroupRuleSet.items") {
      Self.chain(
        &related, try texts(item, ["groupId", "referencedGroupInfo.groupId", "securityGroupRuleId"]))
    }
    let single = [
      ("responseElements.groupSet.items", "groupId"), ("requestParameters.groupSet.items", "groupId"),
      ("requestParameters.instancesSet.items", "instanceId"),
    ]
    for (path, key) in single { try relateEach(elements(path), key) }
    for item in elements("responseElements.instancesSet.items") {
      Self.chain(
        &related, try texts(item, ["subnetId", "vpcId", "instanceId", "imageId", "iamInstanceProfile.arn"]))
      for interface in item[path: "networkInterfaceSet.items"]?.array ?? [] {
        Self.chain(&related, try texts(interface, ["networkInterfaceId", "vpcId", "subnetId"]))
        try relateEach(interface[path: "groupSet.items"]?.array ?? [], "groupId")
      }
    }
    for item in elements("requestParameters.revokedSecurityGroupRuleSet.items") {
      Self.chain(&related, try texts(item, ["securityGroupRuleId", "groupId"]))
    }
  }

  private mutating func relateEach(_ items: [JSON], _ key: String) throws(MappingFailure) {
    for item in items {
      if let text = try text(item[key], key) { related.insert(text) }
    }
  }

  private mutating func relateLambda() throws(MappingFailure) {
    for path in ["responseElements.vpcConfig.securityGroupIds", "responseElements.vpcConfig.subnetIds"] {
      var values: [String?] = []
      for element in elements(path) { values.append(try text(element, path)) }
      Self.chain(&related, values)
    }
  }

  private mutating func relateRDS() throws(MappingFailure) {
    try relateEach(elements("responseElements.dBSubnetGroup.subnets"), "subnetIdentifier")
    try relateEach(elements("responseElements.vpcSecurityGroups"), "vpcSecurityGroupId")
  }

  // MARK: Targets

  private mutating func collectTargets() throws(MappingFailure) {
    if service == "lambda" {
      if action.contains("AddPermission") { try target(.value("requestParameters.functionName")) }
      if action.contains("ListFunctions") { try target(.value("recipientAccountId")) }
      return
    }
    if service == "ssm", action == "SendCommand" {
      try targetCommand()
      return
    }
    for found in EntityTables.targets["\(service) \(action)"] ?? [] { try target(found) }
  }

  private mutating func target(_ target: EntityTarget) throws(MappingFailure) {
    switch target {
    case .value(let path):
      if let text = try text(record[path: path], path) { targets.insert(text) }
    case .number(let path):
      guard let value = record[path: path] else { return }
      if case .number(let number) = value {
        targets.insert(JavaNumber.text(number))
      } else if let text = value.string {
        targets.insert(text)
      }
    case .each(let path):
      for value in Self.values(.object(record), path.split(separator: ".")[...]) {
        if let text = try text(value, path) { targets.insert(text) }
      }
    case .resources:
      for arn in try resourceARNs() { targets.insert(arn) }
    }
  }

  /// The values at a path in which `key[]` goes through a list.
  private static func values(_ value: JSON, _ path: ArraySlice<Substring>) -> [JSON] {
    guard let first = path.first else { return [value] }
    let isList = first.hasSuffix("[]")
    guard let member = value[String(isList ? first.dropLast(2) : first)] else { return [] }
    let inner = isList ? member.array ?? [] : [member]
    return inner.flatMap { values($0, path.dropFirst()) }
  }

  private mutating func targetCommand() throws(MappingFailure) {
    var values = elements("requestParameters.instanceIds")
    if values.isEmpty {
      values = Self.values(.object(record), ["requestParameters", "targets[]", "values[]"])
    }
    if values == ["*"] { values = record["recipientAccountId"].map { [$0] } ?? [] }
    var found: [String?] = []
    for value in values { found.append(try text(value, "requestParameters.instanceIds")) }
    Self.chain(&targets, found)
  }

  // MARK: Actor

  private mutating func chooseActor() {
    func identity(_ path: String) -> String? { record[path: "userIdentity.\(path)"]?.string }
    actor = identity("arn") ?? identity("onBehalfOf.userId")
    guard service == "sts" else { return }
    switch (action, identity("type")) {
    case ("AssumeRole", "AWSService"): actor = identity("invokedBy")
    case ("AssumeRole", "AssumedRole"): actor = identity("sessionContext.sessionIssuer.arn")
    case ("AssumeRole", _), ("GetCallerIdentity", _): actor = identity("arn")
    default: break
    }
  }

  // MARK: Writing

  private mutating func write(to document: inout JSONObject) {
    if !targets.isEmpty {
      let sorted = targets.sorted
      document.set("target.entity.id", to: Self.list(sorted))
      for (kind, path) in EntityKind.targetFields {
        let ids = sorted.filter { EntityKind(target: $0) == kind }
        if !ids.isEmpty { document.set(path, to: Self.list(ids)) }
      }
      related.formUnion(targets)
    }
    if let actor, !actor.isEmpty {
      document.set("actor.entity.id", to: [.string(actor)])
      let kind = EntityKind(actor: actor, identityType: record[path: "userIdentity.type"]?.string)
      document.set(kind.actorField, to: [.string(actor)])
    }
    if !related.isEmpty { document.set("related.entity", to: Self.list(related.sorted)) }
  }

  private static func list(_ texts: [String]) -> JSON {
    .array(texts.map { .string($0) })
  }
}

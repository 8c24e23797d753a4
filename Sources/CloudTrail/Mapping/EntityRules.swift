import Events
import OrderedCollections

/// The actor, the targets and the related entities of a record.
///
/// The rules are those of the AWS integration's actor and target enrichment
/// (https://www.elastic.co/docs/reference/integrations/aws/cloudtrail).
struct EntityRules {
  private let record: JSONObject
  private let objects: RecordObjects
  private let service: String
  private let action: String
  private var related = EntitySet()
  private var targets = EntitySet()
  private var actor: String?

  /// The entities of a pruned record.
  private init(record: JSONObject, objects: RecordObjects, action: String) {
    self.record = record
    self.objects = objects
    self.action = action
    let source = record["eventSource"]?.string ?? ""
    service = source.hasSuffix(".amazonaws.com") ? String(source.dropLast(14)) : ""
  }

  /// The entity fields of a record, in the order in which documents have them.
  ///
  /// - Throws: `MappingFailure` when a value has an unexpected type.
  static func fields(
    record: JSONObject, objects: RecordObjects, action: String
  ) throws(MappingFailure) -> [EntityField] {
    var rules = EntityRules(record: record, objects: objects, action: action)
    try rules.collectRelated()
    try rules.collectTargets()
    rules.chooseActor()
    return rules.fields()
  }

  // MARK: Reading

  /// The text of a value; nil when it is absent or empty.
  private func text(_ value: JSON?, _ path: @autoclosure () -> String) throws(MappingFailure) -> String? {
    guard let value, value != .null else { return nil }
    guard case .string(let text) = value else {
      throw MappingFailure("entity enrichment: \(path()) is not a text")
    }
    return text.isEmpty ? nil : text
  }

  private mutating func relate(_ path: RecordPath) throws(MappingFailure) {
    if let text = try text(path.value(in: objects), path.text) { related.insert(text) }
  }

  private mutating func relate(_ object: RecordObject, _ key: String) throws(MappingFailure) {
    if let text = try text(objects[object, key], object.path(of: key)) { related.insert(text) }
  }

  /// The elements of a list.
  private func elements(_ object: RecordObject, _ key: String) -> [JSON] {
    objects[object, key]?.array ?? []
  }

  /// The elements of the list `items` in a set, as EC2 writes lists.
  private func items(_ object: RecordObject, _ set: String) -> [JSON] {
    objects[object, set]?["items"]?.array ?? []
  }

  private func resourceARNs() throws(MappingFailure) -> [String] {
    var found: [String] = []
    for resource in elements(.root, "resources") {
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
    for key in ["accessKeyId", "arn", "userName"] { try relate(.identity, key) }
    for key in ["arn", "userName"] { try relate(.issuer, key) }
    if objects[.identity, "type"]?.string == "IdentityCenterUser" {
      try relate(.onBehalfOf, "identityStoreArn")
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
    for item in items(.response, "securityGroupRuleSet") {
      Self.chain(
        &related, try texts(item, ["groupId", "referencedGroupInfo.groupId", "securityGroupRuleId"]))
    }
    try relateEach(items(.response, "groupSet"), "groupId")
    try relateEach(items(.request, "groupSet"), "groupId")
    try relateEach(items(.request, "instancesSet"), "instanceId")
    for item in items(.response, "instancesSet") {
      Self.chain(
        &related, try texts(item, ["subnetId", "vpcId", "instanceId", "imageId", "iamInstanceProfile.arn"]))
      for interface in item[path: "networkInterfaceSet.items"]?.array ?? [] {
        Self.chain(&related, try texts(interface, ["networkInterfaceId", "vpcId", "subnetId"]))
        try relateEach(interface[path: "groupSet.items"]?.array ?? [], "groupId")
      }
    }
    for item in items(.request, "revokedSecurityGroupRuleSet") {
      Self.chain(&related, try texts(item, ["securityGroupRuleId", "groupId"]))
    }
  }

  private mutating func relateEach(_ items: [JSON], _ key: String) throws(MappingFailure) {
    for item in items {
      if let text = try text(item[key], key) { related.insert(text) }
    }
  }

  private mutating func relateLambda() throws(MappingFailure) {
    for key in ["securityGroupIds", "subnetIds"] {
      var values: [String?] = []
      for element in objects[.response, "vpcConfig"]?[key]?.array ?? [] {
        values.append(try text(element, "responseElements.vpcConfig.\(key)"))
      }
      Self.chain(&related, values)
    }
  }

  private mutating func relateRDS() throws(MappingFailure) {
    let subnets = objects[.response, "dBSubnetGroup"]?["subnets"]?.array ?? []
    try relateEach(subnets, "subnetIdentifier")
    try relateEach(elements(.response, "vpcSecurityGroups"), "vpcSecurityGroupId")
  }

  // MARK: Targets

  private mutating func collectTargets() throws(MappingFailure) {
    if service == "lambda" {
      if action.containsBytes(of: "AddPermission") { try target(.value("requestParameters.functionName")) }
      if action.containsBytes(of: "ListFunctions") { try target(.value("recipientAccountId")) }
      return
    }
    if service == "ssm", action == "SendCommand" {
      try targetCommand()
      return
    }
    for found in EntityTables.targets[service]?[action] ?? [] { try target(found) }
  }

  private mutating func target(_ target: EntityTarget) throws(MappingFailure) {
    switch target {
    case .value(let path):
      if let text = try text(path.value(in: objects), path.text) { targets.insert(text) }
    case .number(let path):
      guard let value = path.value(in: objects) else { return }
      if case .number(let number) = value {
        targets.insert(JavaNumber.text(number))
      } else if let text = value.string {
        targets.insert(text)
      }
    case .each(let path):
      for value in Self.values(.object(record), path.keys[...]) {
        if let text = try text(value, path.text) { targets.insert(text) }
      }
    case .resources:
      for arn in try resourceARNs() { targets.insert(arn) }
    }
  }

  /// The values at a path in which `key[]` goes through a list.
  private static func values(_ value: JSON, _ path: ArraySlice<String>) -> [JSON] {
    guard let first = path.first else { return [value] }
    let isList = first.hasSuffix("[]")
    guard let member = value[isList ? String(first.dropLast(2)) : first] else { return [] }
    let inner = isList ? member.array ?? [] : [member]
    return inner.flatMap { values($0, path.dropFirst()) }
  }

  private mutating func targetCommand() throws(MappingFailure) {
    var values = elements(.request, "instanceIds")
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
    actor = text(.identity, "arn") ?? text(.onBehalfOf, "userId")
    guard service == "sts" else { return }
    switch (action, text(.identity, "type")) {
    case ("AssumeRole", "AWSService"): actor = text(.identity, "invokedBy")
    case ("AssumeRole", "AssumedRole"): actor = text(.issuer, "arn")
    case ("AssumeRole", _), ("GetCallerIdentity", _): actor = text(.identity, "arn")
    default: break
    }
  }

  private func text(_ object: RecordObject, _ key: String) -> String? {
    objects[object, key]?.string
  }

  // MARK: Fields

  private mutating func fields() -> [EntityField] {
    var fields: [EntityField] = []
    if !targets.isEmpty {
      let sorted = targets.sorted
      fields.append(EntityField(object: .targetEntity, entities: sorted))
      let kinds = sorted.map { EntityKind(target: $0) }
      for kind in EntityKind.all {
        let ids = zip(sorted, kinds).filter { $0.1 == kind }.map(\.0)
        if !ids.isEmpty { fields.append(EntityField(object: kind.targetObject, entities: ids)) }
      }
      related.formUnion(targets)
    }
    if let actor, !actor.isEmpty {
      fields.append(EntityField(object: .actorEntity, entities: [actor]))
      let kind = EntityKind(actor: actor, identityType: text(.identity, "type"))
      fields.append(EntityField(object: kind.actorObject, entities: [actor]))
    }
    if !related.isEmpty { fields.append(EntityField(object: .related, entities: related.sorted)) }
    return fields
  }
}

import Events
import OrderedCollections

/// Finds the resources that a call is about: those that the record lists, those that the service's own parameters name,
/// and ARNs elsewhere in request and response.
struct ResourceExtractor {
  /// What a call is about.
  struct Found {
    /// The resources that the call is about; empty when nothing names one.
    var primary: [ResourceReference] = []
    /// Others that it names.
    var related: [ResourceReference] = []
  }

  private static let maximum = (resources: 50, values: 5000, depth: 12)

  /// Members that hold policies, tags, secrets or other principals: ARNs in them are no resources of the call.
  private static let foreign: Set<String> = [
    "policy", "policyDocument", "assumeRolePolicyDocument", "bucketPolicy", "Principal", "principal", "tags",
    "tagSet", "credentials", "environment", "Condition", "assumedRoleUser", "userData",
  ]

  /// The resources of a call.
  static func find(_ facts: EventFacts) -> Found {
    var members: [(name: String, value: String)] = []
    for payload in [facts.request, facts.response] {
      if let payload { collect(payload, "", 0, &members) }
    }
    let named = named(facts, members)
    let primary = unique(facts.resources + named)
    let arns = members.filter { isARN($0.value) }.map { ResourceReference(type: "", id: $0.value) }
    let known = Set(primary.map(\.id))
    let others = unique(arns).filter { !known.contains($0.id) }
    if primary.isEmpty { return Found(primary: others, related: []) }
    return Found(primary: primary, related: others)
  }

  /// The resource that the service's own parameters name: of several kinds the first in the table.
  private static func named(_ facts: EventFacts, _ members: [(name: String, value: String)])
    -> [ResourceReference]
  {
    guard let rows = ResourceTable.services[facts.service] else { return [] }
    let wanted = ResourceTable.calls[facts.call]
    for row in rows where wanted.map({ $0 == row.member }) ?? true {
      let values = members.filter { $0.name == row.member && !$0.value.isEmpty }.map(\.value)
      guard !values.isEmpty else { continue }
      return values.prefix(maximum.resources).map { reference(row, $0, facts) }
    }
    return []
  }

  private static func reference(_ row: ResourceTable.Row, _ value: String, _ facts: EventFacts)
    -> ResourceReference
  {
    guard let arn = row.arn, !isARN(value) else {
      return ResourceReference(type: type(of: value) ?? row.type, id: value)
    }
    let full = arn.replacing("{account}", with: facts.account).replacing("{region}", with: facts.region)
      .replacing("{id}", with: value)
    return ResourceReference(type: row.type, id: full)
  }

  /// The type of a resource of EC2 by the beginning of its identifier.
  private static func type(of id: String) -> String? {
    guard let dash = id.firstIndex(of: "-") else { return nil }
    return ResourceTable.prefixes[String(id[..<dash])]
  }

  private static func collect(
    _ value: JSON, _ name: String, _ depth: Int, _ members: inout [(name: String, value: String)]
  ) {
    guard depth < maximum.depth, members.count < maximum.values else { return }
    switch value {
    case .object(let object):
      for (key, member) in object where !foreign.contains(key) { collect(member, key, depth + 1, &members) }
    case .array(let elements): for element in elements { collect(element, name, depth + 1, &members) }
    case .string(let text): if text.utf8.count <= 2048 { members.append((name, text)) }
    case .number(let number): members.append((name, number.text))
    case .bool, .null: return
    }
  }

  private static func isARN(_ text: String) -> Bool {
    text.hasPrefix("arn:")
      && text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).count == 6
  }

  private static func unique(_ resources: [ResourceReference]) -> [ResourceReference] {
    var seen: Set<String> = []
    return Array(resources.filter { seen.insert($0.id).inserted }.prefix(maximum.resources))
  }
}

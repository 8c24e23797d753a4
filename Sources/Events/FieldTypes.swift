/// Which type each field has: Elastic Common Schema 9 and the fields of Elastic's AWS CloudTrail integration.
///
/// Almost every ECS field is a `keyword`, so the table names only the others. Sources: the ECS field reference
/// (https://www.elastic.co/docs/reference/ecs) and the field list of the AWS integration
/// (https://www.elastic.co/docs/reference/integrations/aws/cloudtrail). A mapping of the user's takes precedence.
public struct FieldTypes: Sendable, Hashable {
  /// The limits that Elastic's mappings put on searchable values, and whether they hold.
  public enum Limits: Sendable, Hashable {
    /// `ignore_above` as Elastic's mappings have it.
    case elastic
    /// Every value is searchable whatever its length (`--full-values`).
    case none
  }

  private let limits: Limits
  /// The user's own mapping, if there is one.
  public let mapping: IndexMapping?

  /// A table with the given limits.
  ///
  /// - Parameters:
  ///   - limits: The limits, which hold for the user's mapping too.
  ///   - mapping: The user's own mapping.
  public init(limits: Limits, mapping: IndexMapping? = nil) {
    self.limits = limits
    self.mapping = mapping
  }

  /// The table with Elastic's limits.
  public static let standard = FieldTypes(limits: .elastic)

  /// The type of a field by its dotted path. A field that no table knows is a `keyword`.
  public func type(of path: String) -> FieldType {
    if let mapped = mapping?.field(path) { return mapped.type }
    if let type = Self.exact[path] { return type }
    if Self.isFlattened(path) { return .flattened }
    let dot = UInt8(ascii: ".")
    guard let first = path.utf8.firstIndex(of: dot), let last = path.utf8.lastIndex(of: dot) else {
      return .keyword
    }
    let (parents, name) = (path[..<last], path[path.utf8.index(after: last)...])
    if name == "text" { return .matchOnlyText }
    if name == "location", parents == "geo" || parents.hasSuffix(".geo") { return .geoPoint }
    guard Self.ecsRoots.contains(String(path[..<first])) else { return .keyword }
    return Self.byLastName[String(name)] ?? .keyword
  }

  /// Whether one of the tables names the field or the object it belongs to.
  public func isMapped(_ path: String) -> Bool {
    if mapping?.field(path) != nil { return true }
    if Self.exact[path] != nil || Self.isFlattened(path) || path.hasPrefix("aws.cloudtrail.") { return true }
    let dot = UInt8(ascii: ".")
    guard path.utf8.contains(dot) else { return false }
    let root = Substring(path.utf8.drop { $0 == dot }.prefix { $0 != dot })
    // Integrations put fields of their own below `gen_ai`, and vendors below names that begin with a capital letter.
    guard root != "gen_ai", !Self.hasCapitalizedPart(path) else { return false }
    return Self.ecsRoots.contains(String(root))
  }

  private static func hasCapitalizedPart(_ path: String) -> Bool {
    let capitals = UInt8(ascii: "A")...UInt8(ascii: "Z")
    guard path.utf8.contains(where: { $0 >= 0x80 || capitals.contains($0) }) else { return false }
    return path.split(separator: ".").contains { $0.first?.isUppercase ?? false }
  }

  private static func isFlattened(_ path: String) -> Bool {
    guard path.hasPrefix("aws.") else { return false }
    return flattenedRoots.contains {
      path.hasPrefix($0) && (path.utf8.count == $0.utf8.count || path.dropFirst($0.count).first == ".")
    }
  }

  /// Objects of the AWS integration whose every leaf is one keyword-like value.
  private static let flattenedRoots = [
    "aws.cloudtrail.flattened.request_parameters", "aws.cloudtrail.flattened.response_elements",
    "aws.cloudtrail.flattened.additional_eventdata", "aws.cloudtrail.flattened.service_event_details",
    "aws.cloudtrail.flattened.digest", "aws.cloudtrail.flattened.insight_details",
    "aws.cloudtrail.user_identity.session_context.web_id_federation_data.attributes", "aws.s3.metadata",
  ]

  /// The length in UTF-16 units above which a value of this field is not searchable; nil means no limit.
  public func ignoreAbove(of path: String) -> Int? {
    guard limits == .elastic else { return nil }
    if let mapped = mapping?.field(path) { return mapped.ignoreAbove }
    switch type(of: path) {
    case .keyword: return Self.longKeywords.contains(path) ? 8191 : 1024
    case .flattened: return nil
    default: return nil
    }
  }

  /// The `request_parameters` and `response_elements` dumps have a longer limit than other keywords.
  private static let longKeywords: Set<String> = [
    "aws.cloudtrail.request_parameters", "aws.cloudtrail.response_elements",
  ]
}

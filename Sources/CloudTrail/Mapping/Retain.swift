/// In which forms the payloads of a record (request parameters, response elements and the like) are kept: the setting
/// of the same name of Elastic's AWS integration.
public enum Retain: String, Sendable, CaseIterable {
  /// As text and as flattened objects.
  case all
  /// Only as text.
  case keyword
  /// Only as flattened objects.
  case flattened
  /// As text, and of the flattened objects only a few members.
  case minimal
  /// Not at all.
  case none

  /// Whether the text is kept.
  var keepsText: Bool { self == .all || self == .keyword || self == .minimal }

  /// What `minimal` keeps of the flattened objects: the field of a payload, a member, and the object it is kept in.
  static let minimalMembers: [(field: String, key: String, object: DocumentObject)] = [
    ("additional_eventdata", "SSEApplied", .flattenedAdditional),
    ("request_parameters", "cidrIp", .flattenedRequest), ("request_parameters", "dryRun", .flattenedRequest),
    ("request_parameters", "fromPort", .flattenedRequest),
    ("request_parameters", "includeDeprecated", .flattenedRequest),
    ("request_parameters", "policyArn", .flattenedRequest),
    ("request_parameters", "serialNumber", .flattenedRequest),
    ("request_parameters", "withDecryption", .flattenedRequest),
    (
      "request_parameters", "x-amz-server-side-encryption-customer-algorithm", .flattenedRequest
    ),
  ]
}

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

  /// The paths that `minimal` keeps of the flattened objects.
  static let minimalPaths = [
    "additional_eventdata.SSEApplied", "request_parameters.cidrIp", "request_parameters.dryRun",
    "request_parameters.fromPort", "request_parameters.includeDeprecated", "request_parameters.policyArn",
    "request_parameters.serialNumber", "request_parameters.withDecryption",
    "request_parameters.x-amz-server-side-encryption-customer-algorithm",
  ]
}

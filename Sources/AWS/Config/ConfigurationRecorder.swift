public import Events

/// A configuration recorder. An account has one of its own in each region.
public struct ConfigurationRecorder: Sendable, Hashable {
  /// The name; `default` unless somebody chose another.
  public let name: String
  /// The ARN.
  public let arn: String?
  /// The role that AWS Config reads resources with.
  public let roleARN: String?
  /// Which resource types are recorded, as the service writes it.
  public let recordingGroup: JSON?
  /// How often they are recorded, as the service writes it.
  public let recordingMode: JSON?

  /// The recording group as text without white space, members in the service's order and numbers in its spelling: equal
  /// texts mean that nothing of it changed.
  public var recordingGroupText: String? { recordingGroup.map { JSONWriter.text($0) } }

  init(_ json: JSON) throws(AWSDecodingError) {
    name = try json.text("name")
    arn = json["arn"]?.string
    roleARN = json["roleARN"]?.string
    recordingGroup = json["recordingGroup"]
    recordingMode = json["recordingMode"]
  }
}

public import Events
public import OrderedCollections

/// Tells whether the configuration recorders of the region record.
public struct DescribeConfigurationRecorderStatus: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = [ConfigurationRecorderStatus]

  /// The service.
  public static let service = AWSService.config

  /// The names; none for all.
  public var recorderNames: [String]

  /// The recorders of these names.
  public init(recorderNames: [String] = []) {
    self.recorderNames = recorderNames
  }

  /// The members of the request.
  public var input: JSONObject {
    recorderNames.isEmpty ? [:] : ["ConfigurationRecorderNames": .array(recorderNames.map { .string($0) })]
  }

  /// The status of each recorder.
  public func output(json: JSON) throws(AWSDecodingError) -> [ConfigurationRecorderStatus] {
    var status: [ConfigurationRecorderStatus] = []
    for entry in json.list("ConfigurationRecordersStatus") {
      status.append(try ConfigurationRecorderStatus(entry))
    }
    return status
  }
}

public import Events
public import OrderedCollections

/// Reads the configuration recorders of the region.
public struct DescribeConfigurationRecorders: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = [ConfigurationRecorder]

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

  /// The recorders.
  public func output(json: JSON) throws(AWSDecodingError) -> [ConfigurationRecorder] {
    var recorders: [ConfigurationRecorder] = []
    for entry in json.list("ConfigurationRecorders") { recorders.append(try ConfigurationRecorder(entry)) }
    return recorders
  }
}

public import Events
public import OrderedCollections

/// Makes a configuration recorder record. What it records stays as it is.
public struct StartConfigurationRecorder: AWSJSONOperation {
  /// What the call gives.
  public typealias Output = Void

  /// The service.
  public static let service = AWSService.config

  /// The name of the recorder.
  public var recorderName: String

  /// The recorder of this name.
  public init(recorderName: String) {
    self.recorderName = recorderName
  }

  /// The members of the request.
  public var input: JSONObject {
    ["ConfigurationRecorderName": .string(recorderName)]
  }

  /// Nothing.
  public func output(json: JSON) throws(AWSDecodingError) {}
}

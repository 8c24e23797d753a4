public import Events

/// What a configuration recorder does at present.
public struct ConfigurationRecorderStatus: Sendable, Hashable {
  /// The name of the recorder.
  public let name: String
  /// Whether it records.
  public let isRecording: Bool
  /// How the latest delivery went: `Pending`, `Success` or `Failure`.
  public let lastStatus: String?
  /// The code of the latest failure.
  public let lastErrorCode: String?
  /// The latest failure in words.
  public let lastErrorMessage: String?
  /// When it was last started.
  public let lastStartTime: Timestamp?
  /// When it was last stopped.
  public let lastStopTime: Timestamp?
  /// When `lastStatus` last changed.
  public let lastStatusChangeTime: Timestamp?

  init(_ json: JSON) throws(AWSDecodingError) {
    name = try json.text("name")
    isRecording = try json.flag("recording")
    lastStatus = json["lastStatus"]?.string
    lastErrorCode = json["lastErrorCode"]?.string
    lastErrorMessage = json["lastErrorMessage"]?.string
    lastStartTime = json.time("lastStartTime")
    lastStopTime = json.time("lastStopTime")
    lastStatusChangeTime = json.time("lastStatusChangeTime")
  }
}

/// What tells an event from every other, so that reading it twice raises one alert.
public struct EventIdentity: Sendable, Hashable {
  /// The `_index` of the event, as alerts name it.
  public let index: String
  /// The `_id`: of a CloudTrail record the account that received it and its `eventID`, of a document the `_id` it
  /// came with. Where there is neither, the hash of the bytes.
  public let id: String

  /// An identity from index and id.
  public init(index: String, id: String) {
    self.index = index
    self.id = id
  }

  /// The data stream that raw CloudTrail records belong to.
  public static let cloudTrailIndex = "logs-aws.cloudtrail-default"
}

public import Events
import Foundation
public import OrderedCollections

/// Reads the keys that digest files of the region were signed for.
public struct ListPublicKeys: AWSJSONOperation, AWSPagedOperation {
  /// What the list is of.
  public typealias Item = TrailPublicKey

  /// What the call gives.
  public typealias Output = AWSPage<TrailPublicKey>

  /// The service.
  public static let service = AWSService.cloudTrail

  /// The start of the time asked for.
  public var startTime: Timestamp?
  /// The end of the time asked for.
  public var endTime: Timestamp?
  /// The token of the page before.
  public var nextToken: String?

  /// The keys of a time; without one, those of now.
  public init(startTime: Timestamp? = nil, endTime: Timestamp? = nil, nextToken: String? = nil) {
    self.startTime = startTime
    self.endTime = endTime
    self.nextToken = nextToken
  }

  /// The members of the request.
  public var input: JSONObject {
    var input: JSONObject = [:]
    input.set("StartTime", seconds: startTime)
    input.set("EndTime", seconds: endTime)
    input.set("NextToken", nextToken)
    return input
  }

  /// A page of keys.
  public func output(json: JSON) throws(AWSDecodingError) -> AWSPage<TrailPublicKey> {
    var keys: [TrailPublicKey] = []
    for entry in json.list("PublicKeyList") {
      guard let value = Data(base64Encoded: try entry.text("Value")) else {
        throw AWSDecodingError("a key is not Base64")
      }
      keys.append(
        TrailPublicKey(
          value: Array(value), fingerprint: try entry.text("Fingerprint"),
          validityStart: entry.time("ValidityStartTime"), validityEnd: entry.time("ValidityEndTime")))
    }
    return AWSPage(keys, nextToken: json["NextToken"]?.string)
  }
}

import Events
import Foundation
import OrderedCollections

/// What a message of a queue says about objects of S3. Understood are S3's own notifications, EventBridge events of S3,
/// CloudTrail's notifications, and each of them inside an SNS notification.
///
/// Sources: Amazon S3 User Guide, "Event message structure" and "EventBridge event message structure"; AWS CloudTrail
/// User Guide, "Configuring Amazon SNS notifications for CloudTrail".
public enum S3Notification: Sendable, Hashable {
  /// New objects.
  case objects([S3ObjectReference])
  /// A message that is in order but names nothing to read, and why.
  case nothing(String)

  /// Why a message is none of these.
  public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in words.
    public let description: String
  }

  /// One message may name this many objects.
  public static let maximumObjects = 1000

  /// Reads the body of a message.
  public init(message: String) throws(Problem) {
    self = try Self.read(message, depth: 0)
  }

  private static func read(_ text: String, depth: Int) throws(Problem) -> S3Notification {
    guard depth < 4 else {
      throw Problem(description: "messages inside messages, deeper than any service sends")
    }
    // CloudTrail sends this text when a topic is chosen.
    if text.hasPrefix("CloudTrail validation message") {
      return .nothing("a validation message of CloudTrail")
    }
    let json: JSON
    do {
      json = try JSONReader.read(text)
    } catch {
      throw Problem(description: "is no JSON: \(error)")
    }
    guard let object = json.object else { throw Problem(description: "is no JSON object") }
    return try read(object, depth: depth)
  }

  private static func read(_ message: JSONObject, depth: Int) throws(Problem) -> S3Notification {
    if let inner = message["Message"]?.string, message["Type"] != nil || message["TopicArn"] != nil {
      return try read(inner, depth: depth + 1)
    }
    if message["Event"]?.string == "s3:TestEvent" { return .nothing("a test event of S3") }
    if let records = message["Records"]?.array { return try s3(records) }
    if let detail = message["detail"]?.object, message["source"]?.string == "aws.s3" {
      return try eventBridge(detail, type: message["detail-type"]?.string ?? "")
    }
    if let bucket = message["s3Bucket"]?.string, let keys = message["s3ObjectKey"]?.array {
      let keys = keys.compactMap(\.string)
      guard keys.count <= maximumObjects else { throw tooMany }
      return reduced(keys.map { S3ObjectReference(bucket: bucket, key: $0) })
    }
    throw Problem(description: "is none of the notifications of S3, EventBridge or CloudTrail")
  }

  /// `Records` of S3. Their keys are encoded as in forms.
  private static func s3(_ records: [JSON]) throws(Problem) -> S3Notification {
    guard records.count <= maximumObjects else { throw tooMany }
    var objects: [S3ObjectReference] = []
    for record in records {
      guard let name = record["eventName"]?.string, record["s3"] != nil else {
        throw Problem(description: "has a record that is none of S3")
      }
      guard name.hasPrefix("ObjectCreated:") || name.hasPrefix("s3:ObjectCreated:") else { continue }
      guard let bucket = record[path: "s3.bucket.name"]?.string,
        let key = record[path: "s3.object.key"]?.string.flatMap(decoded)
      else { throw Problem(description: "has a record without bucket or key") }
      objects.append(
        S3ObjectReference(
          bucket: bucket, key: key, size: record[path: "s3.object.size"]?.integer,
          versionID: record[path: "s3.object.versionId"]?.string))
    }
    return reduced(objects)
  }

  /// `detail` of an EventBridge event. Its keys are not encoded.
  private static func eventBridge(_ detail: JSONObject, type: String) throws(Problem) -> S3Notification {
    guard type == "Object Created" else { return .nothing("an event of type \(type.prefix(100))") }
    guard let bucket = detail[path: "bucket.name"]?.string, let key = detail[path: "object.key"]?.string
    else {
      throw Problem(description: "has no bucket or no key")
    }
    return reduced([
      S3ObjectReference(
        bucket: bucket, key: key, size: detail[path: "object.size"]?.integer,
        versionID: detail[path: "object.version-id"]?.string)
    ])
  }

  private static var tooMany: Problem { Problem(description: "names more than \(maximumObjects) objects") }

  private static func reduced(_ objects: [S3ObjectReference]) -> S3Notification {
    let useful = objects.filter(\.canHoldEvents)
    return useful.isEmpty ? .nothing("no new object that can hold events") : .objects(useful)
  }

  private static func decoded(_ key: String) -> String? {
    key.replacing("+", with: " ").removingPercentEncoding
  }
}

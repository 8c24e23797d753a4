import Inputs
import TestSupport
import Testing

@Suite struct S3NotificationTests {
  private static let s3 =
    #"{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"a+b%2Fc%C3%BC%2B.json","size":7,"versionId":"v"}}}]}"#
  private static let object = S3ObjectReference(bucket: "b", key: "a b/cü+.json", size: 7, versionID: "v")

  private static func wrapped(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return #"{"Type":"Notification","TopicArn":"t","Message":"\#(escaped)"}"#
  }

  @Test(arguments: [
    (s3, object), (wrapped(s3), object), (wrapped(wrapped(s3)), object),
    (
      #"{"detail-type":"Object Created","source":"aws.s3","detail":{"bucket":{"name":"b"},"object":{"key":"a+b%20.json","size":1}}}"#,
      S3ObjectReference(bucket: "b", key: "a+b%20.json", size: 1)
    ),
    (
      #"{"s3Bucket":"b","s3ObjectKey":["AWSLogs/1/k.json.gz"]}"#,
      S3ObjectReference(bucket: "b", key: "AWSLogs/1/k.json.gz")
    ),
    (wrapped(#"{"s3Bucket":"b","s3ObjectKey":["k"]}"#), S3ObjectReference(bucket: "b", key: "k")),
  ])
  func shapes(_ text: String, _ object: S3ObjectReference) throws {
    #expect(try S3Notification(message: text) == .objects([object]))
  }

  @Test(arguments: [
    #"{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}"#,
    #"{"Records":[{"eventName":"ObjectRemoved:Delete","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}"#,
    #"{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"x/CloudTrail-Digest/k"}}}]}"#,
    #"{"detail-type":"Object Deleted","source":"aws.s3","detail":{}}"#, "CloudTrail validation message.",
    #"{"Records":[]}"#,
  ])
  func messagesThatNameNothing(_ text: String) throws {
    for text in [text, Self.wrapped(text)] {
      guard case .nothing = try S3Notification(message: text) else {
        Issue.record("\(text)")
        return
      }
    }
  }

  @Test(arguments: [
    "", "text", "[]", "{}", #"{"Records":[{"eventName":"StopLogging"}]}"#,
    #"{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{},"object":{"key":"k"}}}]}"#,
    #"{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"%ZZ"}}}]}"#,
    #"{"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":"b"}}}"#,
    wrapped(wrapped(wrapped(wrapped(s3)))),
    #"{"s3Bucket":"b","s3ObjectKey":[\#(Array(repeating: "\"k\"", count: 1001).joined(separator: ","))]}"#,
  ])
  func messagesThatAreNone(_ text: String) {
    #expect(throws: S3Notification.Problem.self) { try S3Notification(message: text) }
  }

  @Test func noTextStopsTheReader() {
    var mutation = Mutation(
      seed: 3, pieces: ["{", "}", "[", "]", "\"", "\\\"", "%", "%E", "Message", "Records", ","])
    var named = 0
    for _ in 0..<2000 * Fuzzing.factor {
      let text = mutation.mutate(Self.wrapped(Self.s3))
      if case .objects = try? S3Notification(message: text) { named += 1 }
    }
    #expect((1..<2000 * Fuzzing.factor).contains(named))
  }
}

import AWS
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Inputs

/// The whole way from an object in a bucket through its notification and a queue to records, against a moto server.
@Suite struct SQSInputTests {
  enum Wiring: String, CaseIterable {
    case direct, sns
  }

  private func queue(for bucket: Bucket, _ wiring: Wiring = .direct) async throws -> String {
    try await MotoServer.shared().boto(
      """
      b, wiring = sys.argv[1], sys.argv[2]
      s3, sqs, sns = client("s3"), client("sqs"), client("sns")
      url = sqs.create_queue(QueueName=b)["QueueUrl"]
      arn = "arn:aws:sqs:us-east-1:123456789012:" + b
      if wiring == "direct":
          s3.put_bucket_notification_configuration(Bucket=b, NotificationConfiguration={
            "QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]})
      else:
          topic = sns.create_topic(Name=b)["TopicArn"]
          sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
          s3.put_bucket_notification_configuration(Bucket=b, NotificationConfiguration={
            "TopicConfigurations": [{"TopicArn": topic, "Events": ["s3:ObjectCreated:*"]}]})
      print(url, end="")
      """, arguments: [bucket.name, wiring.rawValue])
  }

  private func input(
    _ url: String, _ client: AWSClient, visibility: Int = 60,
    sleep: (@Sendable (Duration) async throws -> Void)? = nil
  ) throws -> SQSInput {
    var client = client
    if let sleep { client.surroundings.sleep = sleep }
    var options = SQSInput.Options()
    options.waitSeconds = 0
    options.visibilitySeconds = visibility
    options.maximumReceives = 3
    return try SQSInput(queueURL: url, client: client, options: options)
  }

  private func counts(_ client: AWSClient, _ url: String) async throws -> (visible: String?, hidden: String?)
  {
    let attributes = try await client.send(GetQueueAttributes(queueURL: url))
    return (attributes["ApproximateNumberOfMessages"], attributes["ApproximateNumberOfMessagesNotVisible"])
  }

  /// Receives until the queue is empty.
  private func drain(_ input: SQSInput, _ sink: RecordingSink) async throws {
    for _ in 0..<20 where try await input.poll(sink) == 0 { return }
    Issue.record("the queue does not become empty")
  }

  @Test(arguments: Wiring.allCases)
  func objectsAreReadAndTheirMessagesDeleted(_ wiring: Wiring) async throws {
    let bucket = try await Bucket("sqs-\(wiring)")
    let url = try await queue(for: bucket, wiring)
    for number in 0..<12 { try await bucket.put("AWSLogs/a b ü/\(number).json", event: "E\(number)") }
    try await bucket.put("AWSLogs/1/CloudTrail-Digest/d.json", event: "D")
    let sink = RecordingSink()
    try await drain(input(url, bucket.client), sink)
    #expect(
      Set(sink.state.records) == Set((0..<12).map { "record E\($0)" }) && sink.state.records.count == 12)
    #expect(
      sink.state.sources.contains("s3://\(bucket.name)/AWSLogs/a b ü/0.json") && sink.state.setAside.isEmpty)
    let counts = try await counts(bucket.client, url)
    #expect(counts.visible == "0" && counts.hidden == "0")
  }

  @Test func aCrashBeforeTheCommitLeavesTheMessage() async throws {
    let bucket = try await Bucket("sqs-crash")
    let url = try await queue(for: bucket)
    try await bucket.put("k.json", event: "E")
    // Messages of the set-up are taken out first.
    let crashing = RecordingSink { batch in
      _ = batch.read(Collector())
      throw RecordingSink.Crash()
    }
    // A visibility of zero makes the message visible again at once, as after the time of a crashed reader.
    let input = try input(url, bucket.client, visibility: 0)
    await #expect(throws: RecordingSink.Crash.self) {
      for _ in 0..<3 { try await input.poll(crashing) }
    }
    #expect(crashing.state.records.isEmpty)
    #expect(try await counts(bucket.client, url).visible == "1")
    let sink = RecordingSink()
    try await drain(self.input(url, bucket.client), sink)
    #expect(sink.state.records == ["record E"])
    let counts = try await counts(bucket.client, url)
    #expect(counts.visible == "0" && counts.hidden == "0")
  }

  @Test func withoutAcknowledgementTheMessageComesAgain() async throws {
    let bucket = try await Bucket("sqs-again")
    let url = try await queue(for: bucket)
    try await bucket.put("k.json", event: "E")
    let forgetful = RecordingSink { _ in true }
    let input = try input(url, bucket.client, visibility: 0)
    while try await input.poll(forgetful) == 0 {}
    #expect(try await counts(bucket.client, url).visible != "0")
  }

  @Test func messagesThatCannotBeWorkedOnAreSetAside() async throws {
    let bucket = try await Bucket("sqs-poison")
    let url = try await queue(for: bucket)
    _ = try await bucket.client.send(SendMessage(queueURL: url, body: "no notification"))
    _ = try await bucket.client.send(
      SendMessage(queueURL: url, body: #"{"s3Bucket":"\#(bucket.name)","s3ObjectKey":["gone.json"]}"#))
    let sink = RecordingSink()
    let input = try input(url, bucket.client, visibility: 0)
    try await drain(input, sink)
    let aside = sink.state.setAside
    #expect(aside.count == 2 && sink.state.records.isEmpty)
    #expect(aside.contains { $0.sample == "no notification" && $0.reason.contains("no JSON") })
    #expect(aside.contains { $0.reason.contains("NoSuchKey") && $0.reason.contains("gone.json") })
    let counts = try await counts(bucket.client, url)
    #expect(counts.visible == "0" && counts.hidden == "0")
  }

  @Test func theSinkCanSetABatchAside() async throws {
    let bucket = try await Bucket("sqs-aside")
    let url = try await queue(for: bucket)
    try await bucket.put("k.json", event: "E")
    let sink = RecordingSink { batch in
      try await batch.setAside(reason: "not ours")
      return true
    }
    try await drain(input(url, bucket.client), sink)
    #expect(sink.state.setAside.map(\.reason) == ["not ours"])
    #expect(try await counts(bucket.client, url).hidden == "0")
  }

  /// While a batch is worked on, its time is extended each time half of it has passed.
  @Test func timeIsExtendedWhileWorkLasts() async throws {
    let bucket = try await Bucket("sqs-time")
    let url = try await queue(for: bucket)
    try await bucket.put("k.json", event: "E")
    let (ticks, tick) = AsyncStream<Void>.makeStream()
    let asked = Log<Duration>()
    let input = try input(url, bucket.client, visibility: 40) { duration in
      asked.add(duration)
      var iterator = ticks.makeAsyncIterator()
      guard await iterator.next() != nil else { throw CancellationError() }
    }
    let client = bucket.client
    let sink = RecordingSink { batch in
      // Two halves pass; each is over when the next one is waited for.
      for round in 1...2 {
        tick.yield()
        try await until { asked.entries.count > round }
      }
      // After 80 of 40 seconds nobody else gets the message.
      let others = try await client.send(ReceiveMessage(queueURL: url, waitSeconds: 0))
      #expect(others.isEmpty)
      return false
    }
    for _ in 0..<3 { try await input.poll(sink) }
    #expect(asked.entries.allSatisfy { $0 == .seconds(20) } && asked.entries.count >= 3)
    #expect(sink.state.records == ["record E"])
    tick.finish()
  }

  @Test(arguments: [
    ("https://sqs.eu-central-1.amazonaws.com/123456789012/q", "eu-central-1"),
    ("https://sqs.cn-north-1.amazonaws.com.cn/1/q", "cn-north-1"),
  ])
  func theRegionComesFromTheURL(_ url: String, _ region: String) throws {
    #expect(SQSInput.region(url) == region)
    #expect(SQSInput.region("http://127.0.0.1:5000/123456789012/q") == nil)
  }
}

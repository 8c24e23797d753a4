import AWS
import Events
import OrderedCollections
import Storage
import TestSupport
import Testing

@testable import Notifications

/// SNS, SQS and Security Hub against a moto server.
@Suite struct AWSSinkTests {
  private func expectSent(_ bench: Bench, _ count: Int) throws {
    let deliveries = try bench.deliveries()
    #expect(deliveries.count { $0.state == .sent } == count, "\(deliveries.compactMap(\.lastError))")
  }

  private func bench(_ sink: JSON) async throws -> Bench {
    let client = try await AWSClient.moto(region: "us-east-1")
    let surroundings = SinkSurroundings(
      version: "1.0", variables: [:], hostname: "host",
      now: { Timestamp("2026-10-14T12:00:00Z") ?? Timestamp(nanoseconds: 0) },
      aws: { client.with(region: $0) })
    return try Bench([sink], surroundings: surroundings)
  }

  @Test func messagesReachAQueue() async throws {
    let url = try await MotoServer.shared().boto(
      "print(client('sqs').create_queue(QueueName='notices')['QueueUrl'], end='')")
    let bench = try await bench([
      "name": "queue", "kind": "sqs", "queue_url": .string(url), "region": "us-east-1",
    ])
    try bench.offer(Samples.alert(1, extra: ["odd": "a\u{FFFF}b"]))
    try await bench.drain()
    try expectSent(bench, 1)
    let body = try await MotoServer.shared().boto(
      """
      m = client('sqs').receive_message(QueueUrl=sys.argv[1], MessageAttributeNames=['All'])['Messages'][0]
      print(json.dumps([json.loads(m['Body']), {k: v['StringValue'] for k, v in m['MessageAttributes'].items()}]))
      """, arguments: [url])
    let message = try #require(try JSONReader.read(body).array)
    #expect(message[0]["id"] == "alert-1" && message[0][path: "alert.odd"] == "ab")
    #expect(message[1]["severity"] == "high" && message[1]["rule_id"] == "rule-1")
  }

  @Test func messagesReachATopic() async throws {
    let made = try await MotoServer.shared().boto(
      """
      topic = client('sns').create_topic(Name='notices-topic')['TopicArn']
      url = client('sqs').create_queue(QueueName='notices-of-topic')['QueueUrl']
      arn = client('sqs').get_queue_attributes(QueueUrl=url, AttributeNames=['QueueArn'])['Attributes']['QueueArn']
      client('sns').subscribe(TopicArn=topic, Protocol='sqs', Endpoint=arn)
      print(json.dumps([topic, url]))
      """)
    let names = try #require(try JSONReader.read(made).array)
    let bench = try await bench(["name": "topic", "kind": "sns", "topic_arn": names[0]])
    try bench.offer(Samples.alert(1, name: "Ünusual\r\nname"))
    try await bench.drain()
    try expectSent(bench, 1)
    let body = try await MotoServer.shared().boto(
      "print(client('sqs').receive_message(QueueUrl=sys.argv[1])['Messages'][0]['Body'])",
      arguments: [names[1].string ?? ""])
    let envelope = try JSONReader.read(body)
    #expect(envelope["Subject"] == "[high] ?nusual  name in 111122223333")
    #expect(try JSONReader.read(envelope["Message"]?.string ?? "")["id"] == "alert-1")
  }

  @Test func findingsReachSecurityHub() async throws {
    let bench = try await bench([
      "name": "hub", "kind": "security_hub", "account": "123456789012", "region": "eu-west-3",
    ])
    try bench.offer(Samples.alert(77))
    try bench.store.write { try bench.intake.close(Samples.alert(77), to: $0) }
    #expect(try bench.store.write { try bench.intake.test("hub", to: $0) })
    try await bench.drain()
    try expectSent(bench, 3)
    let found = try await MotoServer.shared().boto(
      """
      found = client('securityhub', 'eu-west-3').get_findings()['Findings']
      print(json.dumps([[f['Id'], f['RecordState'], f['AwsAccountId']] for f in found], default=str))
      """)
    let findings = try #require(try JSONReader.read(found).array)
    #expect(findings.last == ["alert-77", "ARCHIVED", "123456789012"])
  }

  @Test func whatIsRefusedIsSaid() async throws {
    let missing = try await bench([
      "name": "topic", "kind": "sns", "topic_arn": "arn:aws:sns:us-east-1:123456789012:missing",
    ])
    try missing.offer(Samples.alert())
    try await missing.drain()
    #expect(try missing.deliveries(.dead).first?.lastError?.contains("NotFound") == true)
    let nobody = try Bench([["name": "t", "kind": "sns", "topic_arn": "arn:aws:sns:us-east-1:1:x"]])
    try nobody.offer(Samples.alert())
    try await nobody.drain()
    #expect(try nobody.deliveries().first?.lastError == "there are no AWS credentials")
  }
}

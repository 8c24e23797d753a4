import AWS
import Foundation
import TestSupport
import Testing

@Suite struct SQSTests {
  private func queue(_ name: String, region: String = "us-east-1") async throws -> (
    AWSClient, url: String, name: String
  ) {
    let name = "\(name)-\(UUID().uuidString.lowercased())"
    let url = try await MotoServer.shared().boto(
      #"print(client("sqs", sys.argv[2]).create_queue(QueueName=sys.argv[1])["QueueUrl"])"#,
      arguments: [name, region])
    return (try await .moto(region: region), url.trimmingCharacters(in: .newlines), name)
  }

  @Test func messagesAreSentReceivedAndDeleted() async throws {
    let (client, url, name) = try await queue("basic")
    #expect(try await client.send(GetQueueURL(queueName: name)) == url)
    let sent = try await client.send(
      SendMessage(queueURL: url, body: #"{"ü":"\n"}"#, attributes: ["kind": "test"]))
    let messages = try await client.send(ReceiveMessage(queueURL: url, waitSeconds: 0, visibilitySeconds: 60))
    let message = try #require(messages.first)
    #expect(messages.count == 1 && message.messageID == sent && message.body == #"{"ü":"\n"}"#)
    #expect(message.receiveCount == 1 && message.sentTimestamp != nil)
    #expect(try await client.send(ReceiveMessage(queueURL: url, waitSeconds: 0)).isEmpty)
    try await client.send(
      ChangeMessageVisibility(queueURL: url, receiptHandle: message.receiptHandle, visibilitySeconds: 0))
    let again = try #require(try await client.send(ReceiveMessage(queueURL: url, waitSeconds: 0)).first)
    #expect(again.receiveCount == 2 && again.messageID == sent)
    try await client.send(DeleteMessage(queueURL: url, receiptHandle: again.receiptHandle))
    let attributes = try await client.send(GetQueueAttributes(queueURL: url))
    #expect(attributes["ApproximateNumberOfMessages"] == "0")
    #expect(attributes["ApproximateNumberOfMessagesNotVisible"] == "0")
    #expect(attributes["QueueArn"]?.hasSuffix(name) == true)
  }

  @Test func batchesTellWhatFailed() async throws {
    let (client, url, _) = try await queue("batch")
    for number in 0..<3 { _ = try await client.send(SendMessage(queueURL: url, body: "\(number)")) }
    let messages = try await client.send(ReceiveMessage(queueURL: url, waitSeconds: 0))
    #expect(messages.count == 3)
    let handles = messages.map(\.receiptHandle)
    let failures = try await client.send(
      DeleteMessageBatch(queueURL: url, receiptHandles: [handles[0], "no handle", handles[2]]))
    #expect(failures.map(\.index) == [1])
    #expect(
      try await client.send(GetQueueAttributes(queueURL: url))["ApproximateNumberOfMessagesNotVisible"] == "1"
    )
  }

  @Test func aMissingQueueIsNamedByItsCode() async throws {
    let client = try await AWSClient.moto()
    do throws(AWSError) {
      _ = try await client.send(GetQueueURL(queueName: "nowhere"))
      Issue.record("no error")
    } catch {
      #expect(error.service == "SQS" && error.operation == "GetQueueUrl" && error.status == 400)
      #expect(
        error.code == "QueueDoesNotExist" || error.code == "AWS.SimpleQueueService.NonExistentQueue",
        "\(error)")
    }
  }
}

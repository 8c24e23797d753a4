import Events
import Foundation
import OrderedCollections
import Storage
import TestSupport
import Testing

/// The server is killed again and again while events arrive by every way. In the end every event is stored once, and the
/// alerts are those of one scan.
@Suite struct ServeCrashTests {
  private static let kills = 50

  @Test func nothingIsLostOrDoubledWhenTheProgramIsKilled() async throws {
    let folder = try TemporaryFolder()
    let data = folder.url.appending(path: "data")
    let records = SampleRecords.make(720)
    let parts = (0..<3).map { way in records.enumerated().filter { $0.offset % 3 == way }.map(\.element) }
    let queue = try await announce(parts[1])
    let configuration = try folder.write(
      "nightjar.toml", "[[input.sqs]]\nqueue_url = \"\(queue.url)\"\nvisibility = 2\n")
    func start() throws -> ServeProcess {
      try ServeProcess(
        data: data.path, folder: folder, configuration: configuration, environment: queue.environment)
    }
    let first = try start()
    try await ServeClient.setUp(first)

    var random = SplitMix(state: 7)
    var files = chunks(parts[0], of: 4)[...]
    var requests = chunks(parts[2], of: 5)[...]
    var server = first
    for kill in 0..<Self.kills {
      let life = Duration.milliseconds(Int.random(in: 50...1800, using: &random))
      let end = ContinuousClock.now + life
      for file in files.prefix(2) { try drop(file, "file-\(kill)-\(file.hashValue).json", data) }
      files = files.dropFirst(2)
      while ContinuousClock.now < end {
        guard let address = server.address, let next = requests.first else {
          try await Task.sleep(for: .milliseconds(10))
          continue
        }
        if (try? await ServeClient.bulk(next, to: address)) == true { requests = requests.dropFirst() }
      }
      server.kill()
      server = try start()
    }

    for (number, file) in files.enumerated() { try drop(file, "rest-\(number).json", data) }
    let address = try await server.listening()
    for request in requests { #expect(try await ServeClient.bulk(request, to: address)) }
    let store = try Store(folder: data)
    try await until { try store.read { try $0.eventCount() } == records.count }
    #expect(server.stop() == 0)

    let stored = try store.read { reader in
      var found: [String] = []
      try reader.forEachAlert(AlertSearch(includesBuildingBlocks: true, isDescending: false)) { alert in
        found.append(alert.row.uuid)
        return true
      }
      return found
    }
    let scanned = try scan(records, folder)
    #expect(stored.count == Set(stored).count && Set(stored) == scanned)
    #expect(scanned.count == 120)
    #expect(try store.verifyAudit().isValid)
  }

  private func chunks(_ all: [String], of size: Int) -> [[String]] {
    stride(from: 0, to: all.count, by: size).map { Array(all[$0..<min($0 + size, all.count)]) }
  }

  private func drop(_ lines: [String], _ name: String, _ data: URL) throws {
    let inbox = data.appending(path: "inbox")
    try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
    try Data(lines.joined(separator: "\n").utf8).write(to: inbox.appending(path: name))
  }

  private func scan(_ records: [String], _ folder: TemporaryFolder) throws -> Set<String> {
    let file = try folder.write("all.ndjson", records.joined(separator: "\n"))
    let result = try CommandLineTests().run(["scan", file, "--output", "ndjson", "--quiet"])
    return Set(
      try result.lines.compactMap { try JSONReader.read(String($0))["kibana.alert.uuid"]?.string })
  }

  /// Puts records into objects of a bucket, and a message for each into a queue.
  private func announce(_ records: [String]) async throws -> (url: String, environment: [String: String]) {
    let moto = try await MotoServer.shared()
    let objects = chunks(records, of: 10).map { $0.joined(separator: "\n") }
    let url = try await moto.boto(
      """
      s3, sqs = client("s3"), client("sqs")
      name = sys.argv[1]
      s3.create_bucket(Bucket=name)
      url = sqs.create_queue(QueueName=name)["QueueUrl"]
      for number, text in enumerate(json.loads(sys.argv[2])):
          key = f"AWSLogs/111122223333/CloudTrail/eu-west-1/2026/10/14/{number}.json"
          s3.put_object(Bucket=name, Key=key, Body=text.encode())
          record = {"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "awsRegion": "us-east-1",
                    "s3": {"bucket": {"name": name}, "object": {"key": key, "size": len(text)}}}
          sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"Records": [record]}))
      print(url)
      """,
      arguments: [
        "crash-\(UUID().uuidString.lowercased())", JSONWriter.text(.array(objects.map { .string($0) })),
      ])
    return (
      url.filter { !$0.isWhitespace },
      [
        "AWS_ENDPOINT_URL": moto.endpoint, "AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
      ]
    )
  }
}

import Foundation
import TestSupport
import Testing

/// The program on objects of S3, against a moto server.
@Suite struct S3CommandTests {
  private let sample = SharedData.examples.appending(path: "cloudtrail").path

  private func run(_ arguments: [String], _ variables: [String: String] = [:]) async throws
    -> CommandLineTests.Run
  {
    let environment = [
      "AWS_ENDPOINT_URL": try await MotoServer.shared().endpoint, "AWS_ACCESS_KEY_ID": "AKIATEST",
      "AWS_SECRET_ACCESS_KEY": "very-secret", "AWS_CONFIG_FILE": "/nonexistent",
      "AWS_SHARED_CREDENTIALS_FILE": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true", "AWS_REGION": "",
    ]
    let all = environment.merging(variables) { $1 }
    return try await OwnThread.run { try CommandLineTests().run(arguments, environment: all) }
  }

  /// A bucket with the sample below `logs/`, a digest file, and a file that is damaged below `bad/`.
  private static let bucket = Task {
    let name = "program-\(UUID().uuidString.lowercased())"
    _ = try await MotoServer.shared().boto(
      """
      import os
      bucket, folder = sys.argv[1:]
      s3 = client("s3")
      s3.create_bucket(Bucket=bucket)
      for root, _, names in os.walk(folder):
          for name in names:
              path = os.path.join(root, name)
              s3.upload_file(path, bucket, "logs/" + os.path.relpath(path, folder))
      s3.put_object(Bucket=bucket, Key="logs/AWSLogs/1/CloudTrail-Digest/d.json", Body=b"{}")
      s3.put_object(Bucket=bucket, Key="bad/x.json.gz", Body=b"\\x1f\\x8b\\x08\\x00broken")
      """, arguments: [name, SharedData.examples.appending(path: "cloudtrail").path])
    return name
  }

  @Test func aBucketIsScannedAsAFolderIs() async throws {
    let bucket = try await Self.bucket.value
    let folder = try await run(["scan", sample, "--output", "ndjson"])
    let objects = try await run(["scan", "s3://\(bucket)/logs/", "--output", "ndjson"])
    #expect(objects.status == 0, "\(objects.errors)")
    #expect(objects.lines.count == 3 && objects.errors.contains("351 events"))
    func identities(_ run: CommandLineTests.Run) -> Set<String> {
      Set(run.lines.compactMap { $0.firstMatch(of: /"kibana.alert.uuid":"([^"]+)"/).map { String($0.1) } })
    }
    #expect(identities(objects) == identities(folder) && identities(objects).count == 3)
    let events = try await run([
      "events", "s3://\(bucket)/logs/", "--query", "event.action: StopConfigurationRecorder",
    ])
    let local = try await run(["events", sample, "--query", "event.action: StopConfigurationRecorder"])
    #expect(events.lines.count == local.lines.count && events.status == 0)
  }

  @Test func whatCannotBeReadIsNamedAndTheStatusTells() async throws {
    let bucket = try await Self.bucket.value
    let damaged = try await run(["scan", "s3://\(bucket)/", "-q"])
    #expect(damaged.status == 4 && damaged.lines.count == 4)
    let named = try await run(["scan", "s3://\(bucket)/bad/"])
    #expect(named.status == 4 && named.errors.contains("s3://\(bucket)/bad/x.json.gz"))
    let missing = try await run(["scan", "s3://no-such-bucket-here/x"])
    #expect(missing.status == 4 && missing.errors.contains("NoSuchBucket"))
    let none = try await run(
      ["scan", "s3://\(bucket)/"], ["AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""])
    #expect(none.status == 4 && none.errors.contains("no AWS credentials found"), "\(none.errors)")
    for result in [damaged, named, missing, none] { #expect(!result.errors.contains("very-secret")) }
  }
}

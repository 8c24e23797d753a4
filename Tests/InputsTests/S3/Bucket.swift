import AWS
import Foundation
import TestSupport

/// A bucket of the moto server, of its own.
struct Bucket {
  let name: String
  let client: AWSClient

  init(_ name: String) async throws {
    let name = "\(name)-\(UUID().uuidString.lowercased())"
    self.name = name
    client = try await Self.client()
    try await client.send(CreateBucket(bucket: name))
  }

  /// A client of the moto server that does not pause between tries.
  static func client() async throws -> AWSClient {
    AWSClient(
      region: "us-east-1",
      credentials: StaticCredentials(
        AWSCredentials(accessKeyID: "AKIATEST", secretAccessKey: Secret("secret"))),
      endpoints: AWSEndpoints(all: try await MotoServer.shared().endpoint),
      retries: AWSRetryPolicy(maximumAttempts: 3))
  }

  func put(_ key: String, _ bytes: [UInt8]) async throws {
    _ = try await client.send(PutObject(bucket: name, key: key, body: bytes))
  }

  /// Puts a file of one record with this event name.
  func put(_ key: String, event: String) async throws {
    try await put(key, Array(#"{"Records":[{"eventVersion":"1.11","eventName":"\#(event)"}]}"#.utf8))
  }
}

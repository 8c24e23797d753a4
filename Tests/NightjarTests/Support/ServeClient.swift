import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// Talks to a server as its first user.
struct ServeClient {
  static let password = "a long enough passphrase"

  /// Makes the first user.
  static func setUp(_ server: ServeProcess) async throws {
    let address = try await server.listening()
    let secret = try #require(server.setUpSecret)
    var request = HTTPClientRequest(url: "\(address)/set-up")
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
    request.headers.add(name: "origin", value: address)
    let phrase = password.split(separator: " ").joined(separator: "+")
    request.body = .bytes(ByteBuffer(string: "token=\(secret)&name=ada&password=\(phrase)"))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    #expect(response.status.code == 303, "\(response.status)")
  }

  /// Sends documents to the bulk API.
  ///
  /// - Returns: Whether the server says that all of them are stored.
  static func bulk(_ documents: [String], to address: String) async throws -> Bool {
    var request = HTTPClientRequest(url: "\(address)/logs-aws.cloudtrail-default/_bulk")
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/x-ndjson")
    request.headers.add(
      name: "authorization", value: "Basic \(Data("ada:\(password)".utf8).base64EncodedString())")
    let lines = documents.map { "{\"create\":{}}\n\($0)\n" }.joined()
    request.body = .bytes(ByteBuffer(string: lines))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
    let body = try await response.body.collect(upTo: 1 << 20)
    // What was stored before the answer got lost is a conflict now, and stored all the same.
    return response.status == .ok && !String(buffer: body).contains("\"status\":5")
  }
}

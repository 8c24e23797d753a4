import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

/// Talks to a server as its first user.
struct ServeClient {
  static let password = "a long enough passphrase"

  private static var authorization: String {
    "Basic \(Data("ada:\(password)".utf8).base64EncodedString())"
  }

  /// Makes the first user.
  static func setUp(_ server: ServeProcess) async throws {
    let address = try await server.listening()
    try await until { server.setUpSecret != nil }
    let secret = try #require(server.setUpSecret)
    var request = HTTPClientRequest(url: "\(address)/set-up")
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
    request.headers.add(name: "origin", value: address)
    let phrase = password.split(separator: " ").joined(separator: "+")
    request.body = .bytes(ByteBuffer(string: "token=\(secret)&name=ada&password=\(phrase)"))
    // The answer leads to a page, which wants the cookie that this client does not keep.
    _ = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    var look = HTTPClientRequest(url: "\(address)/_license")
    look.headers.add(name: "authorization", value: authorization)
    let answer = try await HTTPClient.shared.execute(look, timeout: .seconds(30))
    #expect(answer.status == .ok, "\(answer.status)")
  }

  /// Sends documents to the bulk API.
  ///
  /// - Returns: Whether the server says that all of them are stored.
  static func bulk(_ documents: [String], to address: String) async throws -> Bool {
    var request = HTTPClientRequest(url: "\(address)/logs-aws.cloudtrail-default/_bulk")
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/x-ndjson")
    request.headers.add(name: "authorization", value: authorization)
    let lines = documents.map { "{\"create\":{}}\n\($0)\n" }.joined()
    request.body = .bytes(ByteBuffer(string: lines))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
    let body = try await response.body.collect(upTo: 1 << 20)
    // What was stored before the answer got lost is a conflict now, and stored all the same.
    return response.status == .ok && !String(buffer: body).contains("\"status\":5")
  }
}

import AsyncHTTPClient
import Events
import Foundation
import NIOCore
import NIOHTTP1
import OrderedCollections

/// Asks a server of this program.
struct ServerClient: Sendable {
  /// What the server refused, or why it did not answer.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let base: URL
  private let key: String

  /// A client.
  ///
  /// - Throws: `Failure` when the address is none, or a key is missing, or would be sent in the clear to another machine.
  init(address: String, key: String?) throws(Failure) {
    guard let base = URL(string: address), let scheme = base.scheme, let host = base.host,
      scheme == "http" || scheme == "https"
    else {
      throw Failure(description: "--server \(address) is no address such as https://nightjar.example.org")
    }
    guard let key, !key.isEmpty else {
      throw Failure(description: "a key is missing: set NIGHTJAR_API_KEY, or give --api-key")
    }
    guard scheme == "https" || ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host) else {
      throw Failure(description: "--server \(address): the key would be sent in the clear; use https")
    }
    self.base = base
    self.key = key
  }

  /// Sends a request.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - path: The path, whose parts are encoded.
  ///   - query: The parameters of the query.
  ///   - body: The body; nil for none.
  /// - Returns: The bytes of the answer.
  /// - Throws: `Failure` with what the server said.
  func send(
    _ method: String, _ path: [String], query: [(String, String)] = [], body: JSON? = nil
  ) throws -> [UInt8] {
    var url = base
    for part in path { url.append(component: part) }
    if !query.isEmpty { url.append(queryItems: query.map { URLQueryItem(name: $0.0, value: $0.1) }) }
    var request = HTTPClientRequest(url: url.absoluteString)
    request.method = HTTPMethod(rawValue: method)
    request.headers.add(name: "Authorization", value: "ApiKey \(key)")
    request.headers.add(name: "kbn-xsrf", value: "nightjar")
    if let body {
      request.body = .bytes(ByteBuffer(string: JSONWriter.text(body)))
      request.headers.add(name: "Content-Type", value: "application/json")
    }
    let (bytes, status) = try Self.load(request)
    guard (200..<300).contains(status) else { throw Failure(description: Self.message(bytes, status)) }
    return bytes
  }

  /// Sends a request whose answer is JSON.
  ///
  /// - Throws: `Failure` with what the server said.
  func json(
    _ method: String, _ path: [String], query: [(String, String)] = [], body: JSON? = nil
  ) throws -> JSON {
    let bytes = try send(method, path, query: query, body: body)
    do {
      return try JSONReader.read(bytes)
    } catch {
      throw Failure(description: "the server did not answer with JSON; is \(base) a Nightjar server?")
    }
  }

  /// So many bytes an answer may have.
  private static let maximumBytes = 512 << 20

  private static func load(_ request: HTTPClientRequest) throws(Failure) -> (bytes: [UInt8], status: Int) {
    try Blocking.run { () async throws(Failure) in
      do {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(120))
        let body = try await response.body.collect(upTo: maximumBytes)
        return (Array(body.readableBytesView), Int(response.status.code))
      } catch {
        throw Failure(description: "the server cannot be reached: \(error)")
      }
    }
  }

  private static func message(_ bytes: [UInt8], _ status: Int) -> String {
    let answer = try? JSONReader.read(bytes)
    let reason = answer?["message"]?.string ?? answer?["error"]?["reason"]?.string ?? "no reason given"
    return "the server answered \(status): \(reason)"
  }
}

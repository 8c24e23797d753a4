import Events
import Foundation
import OrderedCollections

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

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
    else { throw Failure(description: "--server \(address) is no address such as https://nightjar.example.org") }
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
    var request = URLRequest(url: url, timeoutInterval: 120)
    request.httpMethod = method
    request.setValue("ApiKey \(key)", forHTTPHeaderField: "Authorization")
    request.setValue("nightjar", forHTTPHeaderField: "kbn-xsrf")
    if let body {
      request.httpBody = Data(JSONWriter.text(body).utf8)
      request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    }
    let (data, status) = try Self.load(request)
    guard (200..<300).contains(status) else { throw Failure(description: Self.message(data, status)) }
    return Array(data)
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

  private static func load(_ request: URLRequest) throws -> (Data, Int) {
    let request = request
    return try Blocking.run { () async throws in
      let configuration = URLSessionConfiguration.ephemeral
      let session = URLSession(configuration: configuration)
      defer { session.invalidateAndCancel() }
      do {
        let (data, response) = try await session.data(for: request)
        return (data, (response as? HTTPURLResponse)?.statusCode ?? 0)
      } catch {
        throw Failure(description: "the server cannot be reached: \(error.localizedDescription)")
      }
    }
  }

  private static func message(_ data: Data, _ status: Int) -> String {
    let answer = try? JSONReader.read(Array(data))
    let reason = answer?["message"]?.string ?? answer?["error"]?["reason"]?.string ?? "no reason given"
    return "the server answered \(status): \(reason)"
  }
}

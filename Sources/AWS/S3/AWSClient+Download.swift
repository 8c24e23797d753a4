import Foundation
import NIOCore

/// Objects that go to files.
extension AWSClient {
  /// Writes an object to a file piece by piece, so that memory stays small whatever its size. A try that breaks off
  /// begins anew with an empty file; on failure the file is removed.
  ///
  /// - Parameters:
  ///   - object: The object; its `limit` holds.
  ///   - path: The file; one that exists is replaced.
  /// - Returns: What S3 says about the object.
  /// - Throws: `AWSError`, of kind `file` when the file cannot be written.
  public func download(_ object: GetObject, to path: String) async throws(AWSError) -> S3ObjectHead {
    let limit = object.limit
    // Silence ends a download after a minute; as long as bytes come it may go on.
    var client = self
    client.bodyTimeout = max(bodyTimeout, .seconds(12 * 3600))
    do throws(AWSError) {
      let response = try await client.attempts(object) { (exchange) throws(HTTPExchange.Failure) in
        try await Self.write(exchange, to: path, limit: limit)
      }
      return S3ObjectHead(response)
    } catch {
      try? FileManager.default.removeItem(atPath: path)
      throw error
    }
  }

  private static func write(
    _ exchange: HTTPExchange, to path: String, limit: Int
  ) async throws(HTTPExchange.Failure) -> AWSResponse {
    let file: FileHandle
    do {
      try Data().write(to: URL(filePath: path))
      file = try FileHandle(forWritingTo: URL(filePath: path))
    } catch {
      throw .sink(error)
    }
    var written = 0
    var errorBody: [UInt8] = []
    let head = try await exchange.send { status, bytes in
      written += bytes.readableBytes
      if (200..<300).contains(status) {
        guard written <= limit else { throw HTTPExchange.Failure.tooLarge(limit: limit) }
        try file.write(contentsOf: Data(bytes.readableBytesView))
      } else if written <= 1 << 20 {
        errorBody.append(contentsOf: bytes.readableBytesView)
      }
    }
    do {
      try file.close()
    } catch {
      throw .sink(error)
    }
    return AWSResponse(status: head.status, headers: head.headers, body: errorBody)
  }
}

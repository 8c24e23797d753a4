public import Events
import HTTPTypes
public import Hummingbird
import Inputs
import NIOCore

extension Request {
  /// The parameters of the query.
  public var parameters: FormBody { FormBody(uri.query ?? "") }

  /// The body, decompressed.
  ///
  /// - Parameter limit: The most bytes, before and after decompression.
  /// - Returns: The bytes.
  /// - Throws: `APIFailure`: 413 when it is longer, 415 for other encodings than gzip, 400 when it is damaged.
  public func content(limit: Int) async throws -> ByteBuffer {
    if let length = headers[.contentLength].flatMap(Int.init), length > limit {
      throw APIFailure.tooLarge(limit)
    }
    var buffer: ByteBuffer
    do {
      buffer = try await body.collect(upTo: limit)
    } catch is NIOTooManyBytesError {
      throw APIFailure.tooLarge(limit)
    }
    switch headers[.contentEncoding]?.lowercased() {
    case nil, "", "identity": return buffer
    case "gzip", "x-gzip": break
    case .some:
      throw APIFailure(
        .unsupportedMediaType, "media_type_header_exception", "the body must be plain or compressed with gzip"
      )
    }
    let bytes = buffer.readBytes(length: buffer.readableBytes) ?? []
    do {
      return ByteBuffer(bytes: try Gunzip.inflate(bytes, limit: limit))
    } catch InputProblem.Reason.gzipBomb {
      throw APIFailure.tooLarge(limit)
    } catch {
      throw APIFailure.bad("the body is no complete gzip stream", type: "parse_exception")
    }
  }

  /// The body as JSON; nil when it is empty.
  ///
  /// - Throws: `APIFailure`.
  public func json(limit: Int) async throws -> JSON? {
    let buffer = try await content(limit: limit)
    guard buffer.readableBytes > 0 else { return nil }
    let result = buffer.withUnsafeReadableBytes { raw in
      raw.withMemoryRebound(to: UInt8.self) { bytes in
        Result { () throws(JSONError) in try JSONReader.read(bytes) }
      }
    }
    do {
      return try result.get()
    } catch {
      throw APIFailure.bad("the body is no JSON: \(error)", type: "parse_exception")
    }
  }

  /// The body as a form.
  ///
  /// - Throws: `APIFailure`.
  public func form(limit: Int) async throws -> FormBody {
    FormBody(String(buffer: try await content(limit: limit)))
  }
}

extension APIFailure {
  /// The body is longer than a limit.
  static func tooLarge(_ limit: Int) -> APIFailure {
    APIFailure(
      .contentTooLarge, "content_too_long_exception",
      "the body is longer than \(limit) bytes; send less at once",
      headers: [.connection: "close"])
  }
}

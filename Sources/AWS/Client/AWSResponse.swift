/// The answer of a service, as it came.
public struct AWSResponse: Sendable {
  /// The HTTP status.
  public let status: Int
  /// The headers.
  public let headers: [HeaderField]
  /// The body, byte for byte; empty when it went elsewhere.
  public let body: [UInt8]

  /// An answer.
  public init(status: Int, headers: [HeaderField], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The identifier of the request on the service's side.
  public var requestID: String? {
    headers.first("x-amzn-requestid") ?? headers.first("x-amz-request-id")
  }
}

/// The request of an operation before it has a host and a signature.
public struct AWSRequest: Sendable {
  /// The HTTP method.
  public var method: String
  /// The bucket of S3 requests; it goes into the host or into the path.
  public var bucket: String?
  /// The path, not encoded.
  public var path: String
  /// Names and values of the query, not encoded.
  public var query: [(name: String, value: String)]
  /// Further headers.
  public var headers: [HeaderField]
  /// The body.
  public var body: [UInt8]

  /// A request.
  public init(
    method: String = "POST", bucket: String? = nil, path: String = "/",
    query: [(name: String, value: String)] = [], headers: [HeaderField] = [], body: [UInt8] = []
  ) {
    self.method = method
    self.bucket = bucket
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }
}

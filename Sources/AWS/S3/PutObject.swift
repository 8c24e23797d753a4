/// Writes an object.
public struct PutObject: AWSOperation {
  /// What S3 made of it.
  public struct Output: Sendable, Hashable {
    /// The entity tag, with its quotes.
    public let eTag: String?
    /// The version; nil in buckets without versions.
    public let versionID: String?
  }

  /// The service.
  public static let service = AWSService.s3

  /// The bucket.
  public var bucket: String
  /// The key.
  public var key: String
  /// The content.
  public var body: [UInt8]
  /// The media type.
  public var contentType: String?
  /// The encoding to declare, such as `gzip`.
  public var contentEncoding: String?
  /// Metadata to keep with the object.
  public var metadata: [String: String]

  /// An object to write.
  public init(
    bucket: String, key: String, body: [UInt8], contentType: String? = nil, contentEncoding: String? = nil,
    metadata: [String: String] = [:]
  ) {
    self.bucket = bucket
    self.key = key
    self.body = body
    self.contentType = contentType
    self.contentEncoding = contentEncoding
    self.metadata = metadata
  }

  /// The request.
  public func request() -> AWSRequest {
    var headers = [HeaderField("Content-Type", contentType ?? "application/octet-stream")]
    if let contentEncoding { headers.append(HeaderField("Content-Encoding", contentEncoding)) }
    for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
      headers.append(HeaderField("x-amz-meta-\(name)", value))
    }
    return AWSRequest(method: "PUT", bucket: bucket, path: "/\(key)", headers: headers, body: body)
  }

  /// What S3 made of it.
  public func output(_ response: AWSResponse) throws(AWSDecodingError) -> Output {
    Output(eTag: response.headers.first("etag"), versionID: response.headers.first("x-amz-version-id"))
  }
}

/// Reads an object into memory. `AWSClient.download` writes it to a file instead.
public struct GetObject: AWSOperation {
  /// An object and what S3 says about it.
  public struct Output: Sendable {
    /// What S3 says about the object.
    public let head: S3ObjectHead
    /// The bytes as they are stored.
    public let bytes: [UInt8]
  }

  /// The service.
  public static let service = AWSService.s3

  /// The bucket.
  public var bucket: String
  /// The key.
  public var key: String
  /// The version; nil for the latest one.
  public var versionID: String?
  /// The object is refused when it has more bytes.
  public var limit: Int

  /// An object, of at most 256 MiB unless stated otherwise.
  public init(bucket: String, key: String, versionID: String? = nil, limit: Int = 256 << 20) {
    self.bucket = bucket
    self.key = key
    self.versionID = versionID
    self.limit = limit
  }

  /// The limit.
  public var responseLimit: Int { limit }

  /// The request.
  public func request() -> AWSRequest {
    AWSRequest(
      method: "GET", bucket: bucket, path: "/\(key)", query: versionID.map { [("versionId", $0)] } ?? [])
  }

  /// The object.
  public func output(_ response: AWSResponse) throws(AWSDecodingError) -> Output {
    Output(head: S3ObjectHead(response), bytes: response.body)
  }
}

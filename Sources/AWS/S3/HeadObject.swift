/// Asks what S3 knows about an object.
public struct HeadObject: AWSOperation {
  /// What the call gives.
  public typealias Output = S3ObjectHead

  /// The service.
  public static let service = AWSService.s3

  /// The bucket.
  public var bucket: String
  /// The key.
  public var key: String
  /// The version; nil for the latest one.
  public var versionID: String?

  /// An object.
  public init(bucket: String, key: String, versionID: String? = nil) {
    self.bucket = bucket
    self.key = key
    self.versionID = versionID
  }

  /// The request.
  public func request() -> AWSRequest {
    AWSRequest(
      method: "HEAD", bucket: bucket, path: "/\(key)", query: versionID.map { [("versionId", $0)] } ?? [])
  }

  /// What S3 says.
  public func output(_ response: AWSResponse) throws(AWSDecodingError) -> S3ObjectHead {
    S3ObjectHead(response)
  }
}

import AWS

/// Makes a bucket. Only tests do.
struct CreateBucket: AWSOperation {
  typealias Output = Void
  static let service = AWSService.s3

  let bucket: String

  func request() -> AWSRequest { AWSRequest(method: "PUT", bucket: bucket) }

  func output(_ response: AWSResponse) throws(AWSDecodingError) {}
}

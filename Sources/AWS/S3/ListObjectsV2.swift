/// Lists objects in the order of their keys' bytes, up to 1,000 a call.
public struct ListObjectsV2: AWSOperation {
  /// A page of a listing.
  public struct Output: Sendable {
    /// The objects.
    public let objects: [S3Object]
    /// What stands in place of all keys that share a beginning up to the delimiter.
    public let commonPrefixes: [String]
    /// Where the next page begins; nil on the last page.
    public let nextContinuationToken: String?
  }

  /// The service.
  public static let service = AWSService.s3

  /// The bucket.
  public var bucket: String
  /// The keys begin with this.
  public var prefix: String?
  /// The keys come after this one.
  public var startAfter: String?
  /// The token of the page before.
  public var continuationToken: String?
  /// Keys that share a beginning up to this text become one common prefix.
  public var delimiter: String?
  /// The most keys of a page, 1 to 1,000.
  public var maxKeys: Int?

  /// A page of a listing.
  public init(
    bucket: String, prefix: String? = nil, startAfter: String? = nil, continuationToken: String? = nil,
    delimiter: String? = nil, maxKeys: Int? = nil
  ) {
    self.bucket = bucket
    self.prefix = prefix
    self.startAfter = startAfter
    self.continuationToken = continuationToken
    self.delimiter = delimiter
    self.maxKeys = maxKeys
  }

  /// The request. Keys are asked for in percent-encoding, since XML cannot hold every character of a key.
  public func request() -> AWSRequest {
    var query = [(name: "list-type", value: "2"), (name: "encoding-type", value: "url")]
    let optional = [
      ("prefix", prefix), ("start-after", startAfter), ("continuation-token", continuationToken),
      ("delimiter", delimiter), ("max-keys", maxKeys.map { String($0) }),
    ]
    for (name, value) in optional {
      if let value { query.append((name, value)) }
    }
    return AWSRequest(method: "GET", bucket: bucket, query: query)
  }

  /// Reads a page.
  public func output(_ response: AWSResponse) throws(AWSDecodingError) -> Output {
    let root = try XMLReader.read(response.body)
    let isEncoded = root.optional("EncodingType") == "url"
    func decoded(_ text: String) throws(AWSDecodingError) -> String {
      guard isEncoded else { return text }
      guard let key = URIEncoding.decodeForm(text) else {
        throw AWSDecodingError("a key is not percent-encoded UTF-8: \(text.prefix(200))")
      }
      return key
    }
    var objects: [S3Object] = []
    for entry in root.all("Contents") {
      guard let size = Int(try entry.required("Size")) else { throw AWSDecodingError("a size is no number") }
      objects.append(
        S3Object(
          key: try decoded(try entry.required("Key")), size: size, lastModified: entry.time("LastModified"),
          eTag: entry.optional("ETag"), storageClass: entry.optional("StorageClass")))
    }
    var prefixes: [String] = []
    for entry in root.all("CommonPrefixes") { prefixes.append(try decoded(try entry.required("Prefix"))) }
    let isTruncated = root.optional("IsTruncated") == "true"
    let token = root.optional("NextContinuationToken")
    guard !isTruncated || token != nil else {
      throw AWSDecodingError("the answer lacks NextContinuationToken")
    }
    return Output(
      objects: objects, commonPrefixes: prefixes, nextContinuationToken: isTruncated ? token : nil)
  }
}

/// What S3 says about an object in the headers of an answer.
public struct S3ObjectHead: Sendable, Hashable {
  /// The size in bytes; nil when the answer does not say it.
  public let size: Int?
  /// The entity tag, with its quotes.
  public let eTag: String?
  /// The value of `Last-Modified`, as HTTP writes dates.
  public let lastModified: String?
  /// The media type.
  public let contentType: String?
  /// The encoding that was declared on upload, such as `gzip`.
  public let contentEncoding: String?
  /// The version; nil in buckets without versions.
  public let versionID: String?
  /// The metadata that was given on upload, by name in lower case without `x-amz-meta-`.
  public let metadata: [String: String]

  init(_ response: AWSResponse) {
    let headers = response.headers
    size = headers.first("content-length").flatMap { Int($0) }
    eTag = headers.first("etag")
    lastModified = headers.first("last-modified")
    contentType = headers.first("content-type")
    contentEncoding = headers.first("content-encoding")
    versionID = headers.first("x-amz-version-id")
    let prefix = "x-amz-meta-"
    var metadata: [String: String] = [:]
    for header in headers where header.name.lowercased().hasPrefix(prefix) {
      metadata[String(header.name.lowercased().dropFirst(prefix.count))] = header.value
    }
    self.metadata = metadata
  }
}

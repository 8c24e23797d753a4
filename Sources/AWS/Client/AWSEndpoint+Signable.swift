/// Puts requests on the host and the path of an endpoint.
extension AWSEndpoint {
  /// A request on this endpoint. A bucket goes into the host where its name allows it and the endpoint is a public one,
  /// and into the path otherwise.
  func signable(_ request: AWSRequest) -> SignableRequest {
    var host = host
    var path = request.path
    if let bucket = request.bucket {
      if !isCustom, Self.isHostLabel(bucket) {
        host = "\(bucket).\(host)"
      } else {
        path = "/\(bucket)\(path)"
      }
    }
    return SignableRequest(
      method: request.method, host: host, path: basePath + path, query: request.query,
      headers: request.headers, body: request.body)
  }

  /// Names with dots have no certificate, other ones that S3 once allowed are no host names.
  private static func isHostLabel(_ bucket: String) -> Bool {
    (3...63).contains(bucket.utf8.count) && !bucket.hasPrefix("-") && !bucket.hasSuffix("-")
      && bucket.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      }
  }
}

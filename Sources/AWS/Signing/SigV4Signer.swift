import Crypto
public import Events

/// Signs requests with AWS Signature Version 4 in the `Authorization` header.
///
/// Source: AWS, "Create a signed AWS API request" (IAM User Guide).
public struct SigV4Signer: Sendable {
  /// How a service wants its requests to be signed.
  public enum Rules: Sendable, Hashable {
    /// The path is normalised and encoded a second time.
    case standard
    /// Amazon S3: the path is taken as it is sent, and the hash of the body is a header of its own.
    case s3
  }

  /// The name of the service in the scope, such as `sts`.
  public let service: String
  /// The region in the scope.
  public let region: String
  private let rules: Rules

  /// A signer for one service in one region.
  public init(service: String, region: String) {
    self.service = service
    self.region = region
    rules = service == "s3" ? .s3 : .standard
  }

  /// Adds the headers that make the request a signed one: `X-Amz-Date`, `X-Amz-Security-Token` where the credentials are
  /// temporary, `X-Amz-Content-SHA256` for S3, and `Authorization`.
  public func sign(_ request: inout SignableRequest, credentials: AWSCredentials, at time: Timestamp) {
    let stamp = SigningTime(time)
    let bodyHash = Self.hex(SHA256.hash(data: request.body))
    request.headers.removeAll { ["authorization", "date"].contains($0.name.lowercased()) }
    request.headers.replace("X-Amz-Date", stamp.dateTime)
    if let token = credentials.sessionToken {
      request.headers.replace("X-Amz-Security-Token", token.reveal())
    }
    if rules == .s3 { request.headers.replace("X-Amz-Content-SHA256", bodyHash) }

    let signed = signedHeaders(request)
    let names = signed.map(\.name).joined(separator: ";")
    let canonical = [
      request.method, canonicalPath(request.encodedPath), request.canonicalQuery,
      signed.map { "\($0.name):\($0.value)\n" }.joined(), names,
      request.headers.first("X-Amz-Content-SHA256") ?? bodyHash,
    ].joined(separator: "\n")
    let scope = "\(stamp.date)/\(region)/\(service)/aws4_request"
    let text = [
      "AWS4-HMAC-SHA256", stamp.dateTime, scope, Self.hex(SHA256.hash(data: Array(canonical.utf8))),
    ].joined(separator: "\n")
    let signature = Self.hex(Self.code(text, key(credentials, stamp)))
    request.headers.append(
      HeaderField(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
      ))
  }

  // MARK: Headers

  /// Headers that proxies and clients may change, which are left out of the signature.
  private static let unsigned: Set<String> = [
    "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
    "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id", "authorization",
  ]

  private func signedHeaders(_ request: SignableRequest) -> [(name: String, value: String)] {
    var values: [String: [String]] = ["host": [request.host]]
    for header in request.headers {
      let name = header.name.lowercased()
      guard !Self.unsigned.contains(name), name != "host" else { continue }
      values[name, default: []].append(Self.trimmed(header.value))
    }
    return values.sorted { $0.key < $1.key }.map { ($0.key, $0.value.joined(separator: ",")) }
  }

  /// Without white space around, and with one space for each run of it inside.
  private static func trimmed(_ value: String) -> String {
    value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  // MARK: Path

  private func canonicalPath(_ encoded: String) -> String {
    guard rules == .standard else { return encoded.isEmpty ? "/" : encoded }
    return URIEncoding.path(Self.normalized(encoded))
  }

  /// Takes `.`, `..` and empty segments out of a path (RFC 3986, section 5.2.4).
  private static func normalized(_ path: String) -> String {
    var segments: [Substring] = []
    for segment in path.split(separator: "/") where segment != "." {
      if segment == ".." {
        _ = segments.popLast()
      } else {
        segments.append(segment)
      }
    }
    guard !segments.isEmpty else { return "/" }
    return "/" + segments.joined(separator: "/") + (path.hasSuffix("/") ? "/" : "")
  }

  // MARK: Key

  private func key(_ credentials: AWSCredentials, _ stamp: SigningTime) -> SymmetricKey {
    var key = SymmetricKey(data: Array("AWS4\(credentials.secretAccessKey.reveal())".utf8))
    for part in [stamp.date, region, service, "aws4_request"] {
      key = SymmetricKey(data: Array(Self.code(part, key)))
    }
    return key
  }

  private static func code(_ text: String, _ key: SymmetricKey) -> HMAC<SHA256>.MAC {
    HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

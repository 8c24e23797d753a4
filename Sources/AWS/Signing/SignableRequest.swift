/// A request as it goes over the wire, before it is signed.
public struct SignableRequest: Sendable, Hashable {
  /// The HTTP method in upper case.
  public var method: String
  /// The value of the `Host` header: the name, and the port unless it is the scheme's own.
  public var host: String
  /// The path, percent-encoded once. Empty means `/`.
  public var encodedPath: String
  /// Names and values of the query, not encoded.
  public var query: [(name: String, value: String)] {
    get { queryItems.map { ($0.name, $0.value) } }
    set { queryItems = newValue.map { QueryItem(name: $0.name, value: $0.value) } }
  }
  /// The headers without `Host`.
  public var headers: [HeaderField]
  /// The body.
  public var body: [UInt8]

  private var queryItems: [QueryItem]

  private struct QueryItem: Sendable, Hashable {
    let name: String
    let value: String
  }

  /// A request whose path is given as text; it is percent-encoded here.
  public init(
    method: String, host: String, path: String, query: [(name: String, value: String)] = [],
    headers: [HeaderField] = [], body: [UInt8] = []
  ) {
    self.method = method
    self.host = host
    encodedPath = URIEncoding.path(path)
    self.headers = headers
    self.body = body
    queryItems = query.map { QueryItem(name: $0.name, value: $0.value) }
  }

  /// The query, percent-encoded and in the order given; empty when there is none.
  public var encodedQuery: String { encodedPairs.joined(separator: "&") }

  /// Path and query as they stand in the request line.
  public var target: String {
    let path = encodedPath.isEmpty ? "/" : encodedPath
    return queryItems.isEmpty ? path : "\(path)?\(encodedQuery)"
  }

  /// The query in the order that the signature is made over: by encoded name, then by encoded value.
  var canonicalQuery: String {
    queryItems.map { (URIEncoding.query($0.name), URIEncoding.query($0.value)) }
      .sorted { Self.precedes($0, $1) }
      .map { "\($0)=\($1)" }.joined(separator: "&")
  }

  private var encodedPairs: [String] {
    queryItems.map { "\(URIEncoding.query($0.name))=\(URIEncoding.query($0.value))" }
  }

  /// Byte order: encoded text is ASCII, where Swift's order of strings is the same.
  private static func precedes(_ left: (String, String), _ right: (String, String)) -> Bool {
    left.0 == right.0 ? left.1 < right.1 : left.0 < right.0
  }
}

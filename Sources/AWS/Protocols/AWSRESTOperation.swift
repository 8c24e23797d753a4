public import Events
public import OrderedCollections

/// An operation of the REST JSON protocol: method, path and query carry a part of the input.
public protocol AWSRESTOperation: AWSOperation {
  /// The HTTP method.
  var method: String { get }
  /// The path, not encoded.
  var path: String { get }
  /// The query, not encoded.
  var query: [(name: String, value: String)] { get }
  /// The members of the body; nil when there is none.
  var input: JSONObject? { get }
  /// Reads the members of the answer; an empty body is an empty object.
  func output(json: JSON) throws(AWSDecodingError) -> Output
}

extension AWSRESTOperation {
  /// No query.
  public var query: [(name: String, value: String)] { [] }
  /// No body.
  public var input: JSONObject? { nil }

  /// The request, with a JSON body where there is one.
  public func request() -> AWSRequest {
    AWSRequest(
      method: method, path: path, query: query,
      headers: input == nil ? [] : [HeaderField("Content-Type", "application/json")],
      body: input.map { Array(JSONWriter.text(.object($0)).utf8) } ?? [])
  }

  /// Reads the JSON of the body.
  public func output(_ response: AWSResponse) throws(AWSDecodingError) -> Output {
    try output(json: try JSON.body(of: response))
  }
}

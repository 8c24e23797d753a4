public import Events
public import OrderedCollections

/// An operation of the JSON 1.0 and 1.1 protocols.
public protocol AWSJSONOperation: AWSOperation {
  /// The members of the request.
  var input: JSONObject { get }
  /// Reads the members of the answer; an empty body is an empty object.
  func output(json: JSON) throws(AWSDecodingError) -> Output
}

extension AWSJSONOperation {
  /// A POST with the operation's name in `X-Amz-Target`.
  public func request() -> AWSRequest {
    guard case .json(let version, let prefix) = Self.service.wire else { return AWSRequest() }
    return AWSRequest(
      headers: [
        HeaderField("Content-Type", "application/x-amz-json-\(version)"),
        HeaderField("X-Amz-Target", "\(prefix).\(operationName)"),
      ], body: Array(JSONWriter.text(.object(input)).utf8))
  }

  /// Reads the JSON of the body.
  public func output(_ response: AWSResponse) throws(AWSDecodingError) -> Output {
    try output(json: try JSON.body(of: response))
  }
}

/// An operation of the Query protocol: a form as the request, XML as the answer.
public protocol AWSQueryOperation: AWSOperation {
  /// The parameters without `Action` and `Version`.
  var parameters: [(name: String, value: String)] { get }
  /// Reads the `…Result` element of the answer; nil when the operation has none.
  func output(xml result: XMLNode?) throws(AWSDecodingError) -> Output
}

extension AWSQueryOperation {
  /// A POST of the form.
  public func request() -> AWSRequest {
    guard case .query(let version) = Self.service.wire else { return AWSRequest() }
    let all = [("Action", operationName), ("Version", version)] + parameters.map { ($0.name, $0.value) }
    let form = all.map { "\(URIEncoding.query($0.0))=\(URIEncoding.query($0.1))" }.joined(separator: "&")
    return AWSRequest(
      headers: [HeaderField("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
      body: Array(form.utf8))
  }

  /// Reads the XML of the body.
  public func output(_ response: AWSResponse) throws(AWSDecodingError) -> Output {
    let root = try XMLReader.read(response.body)
    return try output(xml: root["\(operationName)Result"])
  }
}

extension AWSQueryOperation where Output == Void {
  /// Nothing to read.
  public func output(xml result: XMLNode?) throws(AWSDecodingError) {}
}

/// Writes the parameters of a form.
struct QueryParameters {
  private(set) var all: [(name: String, value: String)] = []

  /// Adds a parameter unless the value is nil.
  mutating func set(_ name: String, _ value: String?) {
    if let value { all.append((name, value)) }
  }

  /// Adds a list, each element with its number from 1.
  mutating func set(_ name: String, list: [String]) {
    for (index, value) in list.enumerated() { all.append(("\(name).member.\(index + 1)", value)) }
  }
}

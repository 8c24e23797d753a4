/// One call of a service: the input, how it is written, and how the answer is read.
public protocol AWSOperation: Sendable {
  /// What the call gives.
  associatedtype Output: Sendable

  /// The service.
  static var service: AWSService { get }
  /// The name of the operation in the service's API.
  var operationName: String { get }
  /// The longest body of an answer that is accepted, in bytes.
  var responseLimit: Int { get }

  /// Whether the request is signed.
  var isSigned: Bool { get }

  /// The request.
  func request() -> AWSRequest
  /// Reads an answer that is no error.
  func output(_ response: AWSResponse) throws(AWSDecodingError) -> Output
}

extension AWSOperation {
  /// The name of the type.
  public var operationName: String { "\(Self.self)" }
  /// 16 MiB; the longest documented answers have some 6 MB.
  public var responseLimit: Int { 16 << 20 }
  /// All but a few requests are.
  public var isSigned: Bool { true }
}

/// Why a call of AWS failed.
public struct AWSError: Error, Sendable, Hashable {
  /// Where a call failed.
  public enum Kind: Sendable, Hashable {
    /// The service answered with an error.
    case service
    /// No connection, or it broke.
    case connection
    /// No answer in time.
    case timeout
    /// No credentials.
    case credentials
    /// The endpoint or the region is not usable.
    case configuration
    /// The answer is not what the service documents.
    case malformedResponse
    /// The answer is longer than allowed.
    case tooLarge
    /// What was received could not be written to a file.
    case file
    /// The task was cancelled.
    case cancelled
  }

  /// Where the call failed.
  public let kind: Kind
  /// The service, such as `S3`.
  public let service: String
  /// The operation, such as `GetObject`.
  public let operation: String
  /// The error code of the service, such as `AccessDenied`; otherwise a word of our own, such as `Timeout`.
  public let code: String
  /// The service's message, or ours.
  public let message: String
  /// The HTTP status; nil when there was no answer.
  public let status: Int?
  /// The identifier of the request on the service's side.
  public let requestID: String?
  /// Whether the same call may succeed later.
  public let isRetryable: Bool
  /// How long the service asks to wait before the next try.
  public let retryAfter: Duration?

  /// An error.
  public init(
    kind: Kind, service: String, operation: String, code: String, message: String, status: Int? = nil,
    requestID: String? = nil, isRetryable: Bool = false, retryAfter: Duration? = nil
  ) {
    self.kind = kind
    self.service = service
    self.operation = operation
    self.code = code
    self.message = message
    self.status = status
    self.requestID = requestID
    self.isRetryable = isRetryable
    self.retryAfter = retryAfter
  }

  /// Whether the service refused for want of permissions.
  public var isAccessDenied: Bool {
    ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError"].contains(code)
      || (kind == .service && status == 403 && code == "Forbidden")
  }

  /// Whether the credentials were refused because their time is over.
  var isExpiredToken: Bool {
    ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"].contains(code)
  }
}

extension AWSError: CustomStringConvertible {
  /// Service, operation, code, message, status and request identifier.
  public var description: String {
    var text = "\(service) \(operation): \(code)"
    if !message.isEmpty { text += ": \(message)" }
    let details = [status.map { "HTTP \($0)" }, requestID.map { "request \($0)" }].compactMap(\.self)
    return details.isEmpty ? text : text + " (\(details.joined(separator: ", ")))"
  }
}

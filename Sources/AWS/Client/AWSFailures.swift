/// Words failures of an operation that are not the service's own answer.
struct AWSFailures {
  static let otherRegion = "OtherRegion"

  let service: AWSService
  let operation: String

  var cancelled: AWSError { error(.cancelled, "Cancelled", "the call was cancelled") }

  func configuration(_ message: String) -> AWSError {
    error(.configuration, "InvalidConfiguration", message)
  }

  func credentials(_ cause: CredentialsError) -> AWSError {
    cause == .cancelled ? cancelled : error(.credentials, "NoCredentials", "\(cause)")
  }

  func movedBucket(_ bucket: String, _ region: String) -> AWSError {
    error(.configuration, Self.otherRegion, "bucket \(bucket) lies in region \(region)")
  }

  func transport(_ failure: HTTPExchange.Failure) -> AWSError {
    switch failure {
    case .connection(let message): error(.connection, "ConnectionFailed", message, isRetryable: true)
    case .timeout: error(.timeout, "Timeout", "no answer in time", isRetryable: true)
    case .tooLarge(let limit):
      error(.tooLarge, "AnswerTooLarge", "the answer has more than \(limit) bytes; it was not read further")
    case .sink(let cause): error(.file, "CannotWrite", "\(cause)")
    case .cancelled: cancelled
    }
  }

  private func error(_ kind: AWSError.Kind, _ code: String, _ message: String, isRetryable: Bool = false)
    -> AWSError
  {
    AWSError(
      kind: kind, service: service.name, operation: operation, code: code, message: message,
      isRetryable: isRetryable)
  }
}

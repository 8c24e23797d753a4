/// Which errors of services are worth another try.
///
/// Source: AWS SDKs and Tools Reference Guide, "Retry behavior" (standard mode).
enum AWSErrorCodes {
  private static let throttling: Set<String> = [
    "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException",
    "RequestThrottled", "TooManyRequestsException", "ProvisionedThroughputExceededException",
    "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded",
    "LimitExceededException", "SlowDown", "PriorRequestNotComplete", "EC2ThrottledException",
  ]
  private static let transient: Set<String> = [
    "RequestTimeout", "RequestTimeoutException", "InternalError", "InternalFailure", "InternalServiceError",
    "ServiceUnavailable",
  ]

  static func isRetryable(code: String, status: Int) -> Bool {
    throttling.contains(code) || transient.contains(code) || [429, 500, 502, 503, 504].contains(status)
  }
}

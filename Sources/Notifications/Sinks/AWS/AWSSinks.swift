import AWS

/// What sinks of AWS have in common.
enum AWSSinks {
  static func client(_ surroundings: SinkSurroundings, _ region: String) throws(SinkError) -> AWSClient {
    guard let make = surroundings.aws else { throw .passing("there are no AWS credentials") }
    return make(region)
  }

  /// Calls an operation.
  static func send<Operation: AWSOperation>(
    _ operation: Operation, _ client: AWSClient
  ) async throws(SinkError) -> Operation.Output {
    do throws(AWSError) {
      return try await client.send(operation)
    } catch {
      throw failure(error)
    }
  }

  /// What is refused for lack of rights may be allowed later; what is refused as such stays refused.
  private static func failure(_ error: AWSError) -> SinkError {
    let isRefused = !error.isRetryable && !error.isAccessDenied && (400..<500).contains(error.status ?? 0)
    return isRefused
      ? .permanent("\(error)") : .passing("\(error)", wait: error.retryAfter)
  }
}

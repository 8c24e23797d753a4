import AWS
import Testing

/// The AWS error that a body ends with; nil when it ends without one.
func awsError(_ body: () async throws -> some Any) async -> AWSError? {
  do {
    _ = try await body()
    return nil
  } catch let error as AWSError {
    return error
  } catch {
    Issue.record("not an AWSError: \(error)")
    return nil
  }
}

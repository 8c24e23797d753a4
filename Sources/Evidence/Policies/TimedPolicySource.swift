/// A source of policies that gives up after a time, so that whoever waits for a report is not kept waiting for AWS.
public struct TimedPolicySource: PolicySource {
  private let base: any PolicySource
  private let seconds: Int
  private let sleep: @Sendable (Duration) async throws -> Void

  /// A source that gives up.
  ///
  /// - Parameters:
  ///   - base: The source.
  ///   - seconds: How long one answer may take.
  ///   - sleep: Waits.
  public init(
    _ base: any PolicySource, seconds: Int = 20,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.base = base
    self.seconds = seconds
    self.sleep = sleep
  }

  /// The policies of a principal.
  ///
  /// - Throws: `EvidenceError` of the source, or when it takes too long.
  public func library(for principal: String) async throws(EvidenceError) -> PolicyLibrary {
    let base = base
    return try await inTime(principal) { try await base.library(for: principal) }
  }

  /// What IAM's simulator says.
  ///
  /// - Throws: `EvidenceError` of the source, or when it takes too long.
  public func simulate(_ request: RequestContext) async throws(EvidenceError) -> PolicyDecision? {
    let base = base
    return try await inTime("iam:SimulatePrincipalPolicy") { try await base.simulate(request) }
  }

  private func inTime<T: Sendable>(
    _ place: String, _ work: @escaping @Sendable () async throws -> T
  ) async throws(EvidenceError) -> T {
    let late = EvidenceError(place: place, message: "no answer within \(seconds) seconds")
    let (seconds, sleep) = (seconds, sleep)
    do {
      return try await withThrowingTaskGroup(of: T.self) { group in
        group.addTask { try await work() }
        group.addTask {
          try await sleep(.seconds(seconds))
          throw late
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw late }
        return first
      }
    } catch let error as EvidenceError {
      throw error
    } catch {
      throw EvidenceError(place: place, message: "\(error)")
    }
  }
}

/// Waits until something holds, looking again and again, for at most two minutes.
///
/// - Throws: `Python.Failure` when it does not come to hold.
public func until(_ condition: () async throws -> Bool) async throws {
  let end = ContinuousClock.now + .seconds(120)
  while try await !condition() {
    guard ContinuousClock.now < end else { throw Python.Failure(description: "waited in vain") }
    try await Task.sleep(for: .milliseconds(5))
  }
}

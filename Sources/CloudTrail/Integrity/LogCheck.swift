/// Verifies the log files that digests list.
struct LogCheck {
  /// A log file that is to be verified.
  struct Task: Sendable {
    let file: DigestLogFile
    let digest: ObjectLocation
    let digestState: VerificationState
  }

  /// What was found out about a file.
  struct Outcome: Sendable {
    let verification: LogVerification
    let problem: DigestSourceError?
  }

  let source: any DigestSource
  /// How many files are read at once.
  let width: Int

  /// Verifies files; the results are in the order of the tasks.
  func run(_ tasks: [Task]) async -> [Outcome] {
    await withTaskGroup(of: (Int, Outcome).self) { group in
      var results = [Outcome?](repeating: nil, count: tasks.count)
      var next = 0
      func add() {
        guard next < tasks.count else { return }
        let (index, task) = (next, tasks[next])
        next += 1
        group.addTask { (index, await check(task)) }
      }
      for _ in 0..<max(1, width) { add() }
      while let (index, outcome) = await group.next() {
        results[index] = outcome
        add()
      }
      return results.compactMap(\.self)
    }
  }

  private func check(_ task: Task) async -> Outcome {
    func result(
      _ state: VerificationState, _ reason: IntegrityReason?, problem: DigestSourceError? = nil
    ) -> Outcome {
      Outcome(
        verification: LogVerification(
          location: task.file.location, digest: task.digest, state: state, reason: reason),
        problem: problem)
    }
    // What an invalid digest lists is not known to have been delivered.
    if task.digestState == .invalid { return result(.unverified, .digestInvalid) }
    let bytes: [UInt8]?
    do throws(DigestSourceError) {
      bytes = try await source.object(at: task.file.location)
    } catch {
      return result(.unverified, .unreadable(error.reason), problem: error)
    }
    guard let bytes else { return result(.missing, .notFound) }
    do throws(IntegrityReason) {
      guard task.file.hashAlgorithm == SignatureText.hashAlgorithm else {
        throw .unsupportedAlgorithm(task.file.hashAlgorithm)
      }
      guard try GzipContent.hash(of: bytes) == task.file.hashValue.lowercased() else { throw .hashMismatch }
    } catch {
      return result(.invalid, error)
    }
    return task.digestState == .valid ? result(.valid, nil) : result(.unverified, .digestUnverified)
  }
}

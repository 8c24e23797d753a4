/// What was found out about a log file that a digest lists.
public struct LogVerification: Sendable, Hashable {
  /// Where it lies, or should.
  public let location: ObjectLocation
  /// The digest that lists it.
  public let digest: ObjectLocation
  /// The result.
  public let state: VerificationState
  /// Why it is not valid; nil when it is.
  public let reason: IntegrityReason?
}

/// How far a file is proved to be what CloudTrail delivered.
public enum VerificationState: String, Sendable, Hashable, CaseIterable {
  /// Proved.
  case valid
  /// Proved to be something else.
  case invalid
  /// Gone, though it was delivered.
  case missing
  /// Neither proved nor disproved.
  case unverified
}

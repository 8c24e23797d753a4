/// Whether digests of CloudTrail prove that the logs of a period are complete and unaltered.
public enum LogIntegrity: Sendable, Hashable {
  /// A chain of digests covers the period.
  case verified
  /// A chain of digests says that something is missing or altered.
  case broken(String)
  /// No digests were looked at.
  case unverified
}

public import Events

/// When and where an access key was last used.
public struct AccessKeyLastUsed: Sendable, Hashable {
  /// The user that the key belongs to.
  public let userName: String?
  /// When; nil when it never was.
  public let lastUsedDate: Timestamp?
  /// The service that was called.
  public let serviceName: String?
  /// The region that was called.
  public let region: String?
}

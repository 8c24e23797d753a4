/// What the actor of a call has in common with that of an alert.
public struct Likeness: Sendable, Hashable {
  /// The same user, or the same role.
  public let principal: Bool
  /// The same session of a role.
  public let session: Bool
  /// The same access key.
  public let accessKey: Bool
  /// The same address.
  public let address: Bool

  /// Whether there is anything in common.
  public var isAny: Bool { principal || session || accessKey || address }

  /// What there is in common, in words.
  public var words: [String] {
    [(principal, "principal"), (session, "session"), (accessKey, "access key"), (address, "address")]
      .filter(\.0).map(\.1)
  }
}

/// A list of values that exception items refer to.
public struct ValueList: Sendable, Hashable {
  /// What the values are.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case keyword
    case ip
    /// Ranges in CIDR form, or two addresses with a dash between.
    case ipRange = "ip_range"
  }

  /// A list may have this many values.
  public static let maximumItems = 65_536

  /// The identifier.
  public let id: String
  /// What the values are.
  public let kind: Kind
  /// The values.
  public let items: [String]
}

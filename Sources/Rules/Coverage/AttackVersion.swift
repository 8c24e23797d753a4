/// A version of MITRE ATT&CK that the crosswalk knows.
public enum AttackVersion: Int, Sendable, Hashable, CaseIterable, Comparable {
  /// October 2024.
  case v16 = 16
  /// April 2025.
  case v17 = 17
  /// October 2025.
  case v18 = 18
  /// April 2026.
  case v19 = 19

  /// The newest version.
  public static let latest = AttackVersion.v19

  /// The number of the version.
  public var text: String { String(rawValue) }

  /// A version by its number, `18` or `v18`.
  public init?(text: String) {
    guard let number = Int(text.hasPrefix("v") ? String(text.dropFirst()) : text) else { return nil }
    self.init(rawValue: number)
  }

  /// Whether a version is older than another.
  public static func < (left: AttackVersion, right: AttackVersion) -> Bool { left.rawValue < right.rawValue }
}

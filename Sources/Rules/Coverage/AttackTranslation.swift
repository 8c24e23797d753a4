/// A place of the matrix in another version of ATT&CK.
public struct AttackTranslation: Sendable, Hashable {
  /// The place in the version; where there is an obstacle, the place as it stood.
  public let mapping: AttackMapping
  /// Why the place could not be translated; nil when it could.
  public let obstacle: AttackObstacle?
}

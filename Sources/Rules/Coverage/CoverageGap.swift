/// A place of the matrix that could not be translated, and stays as it stands.
public struct CoverageGap: Sendable, Hashable {
  /// The place.
  public let mapping: AttackMapping
  /// Why it could not be translated.
  public let obstacle: AttackObstacle
  /// The rules that name it, by name.
  public let rules: [CoverageRule]
}

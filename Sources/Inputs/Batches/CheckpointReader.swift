/// Gives inputs what they remembered.
public protocol CheckpointReader: Sendable {
  /// The text of a checkpoint; nil when there is none.
  func checkpoint(_ name: String) async throws -> String?
}

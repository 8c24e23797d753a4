public import Events

/// What an evaluation needs beside the values, and where it leaves its warnings.
public final class ESQLContext {
  /// The time that NOW returns.
  public let now: Timestamp
  /// Warnings, each once; at most twenty, as Elasticsearch returns them.
  public private(set) var warnings: [String] = []

  /// A context at a time.
  public init(now: Timestamp) {
    self.now = now
  }

  func warn(_ text: String) {
    guard warnings.count < 20, !warnings.contains(text) else { return }
    warnings.append(text)
  }
}

import Synchronization

/// What several finders found.
public final class FoundFiles: Sendable {
  private let found = Mutex(EventFiles())

  /// Nothing.
  public init() {}

  /// Takes in what a finder found.
  public func add(_ finder: EventFileFinder) {
    let files = finder.files
    found.withLock { $0.add(files) }
  }

  /// All of it.
  public var files: EventFiles { found.withLock { $0 } }
}

import Synchronization

/// Notes what happens in closures that run elsewhere.
public final class Log<Entry: Sendable>: Sendable {
  private let storage = Mutex<[Entry]>([])

  /// An empty log.
  public init() {}

  /// What was noted so far.
  public var entries: [Entry] { storage.withLock { $0 } }

  /// Notes an entry.
  public func add(_ entry: Entry) { storage.withLock { $0.append(entry) } }

  /// Notes an entry and returns how many there were before.
  public func number(_ entry: Entry) -> Int {
    storage.withLock {
      $0.append(entry)
      return $0.count - 1
    }
  }
}

import Synchronization

/// Notes what happens in closures that run elsewhere.
final class Log<Entry: Sendable>: Sendable {
  private let storage = Mutex<[Entry]>([])

  var entries: [Entry] { storage.withLock { $0 } }

  func add(_ entry: Entry) { storage.withLock { $0.append(entry) } }

  /// Notes an entry and returns how many there were before.
  func number(_ entry: Entry) -> Int {
    storage.withLock {
      $0.append(entry)
      return $0.count - 1
    }
  }
}

import Events
import Query
import Synchronization

/// Digests of parts of tables, for all readers of a store. A digest is found only while its table has not changed.
final class EventDigestCache: Sendable {
  /// What a digest is of.
  struct Key: Hashable {
    let partition: Int64
    /// A table with other events has other numbers.
    let rows: Int64
    let lastSeq: Int64
    /// The part of the table; nil for all.
    let part: Range<Int64>?
    /// The part of the period that the table does not lie in completely; nil when it does.
    let clipped: ClosedRange<Int64>?
    let question: Question
  }

  /// What is asked, apart from the period.
  struct Question: Hashable {
    let condition: Expression
    let types: FieldTypes
    let interval: Int64
    let fields: [EventField]
    let newest: Int
  }

  /// All digests together have at most this size: some tens of megabytes.
  private static let maximumSize = 4_000_000

  fileprivate struct State {
    var digests: [Key: (digest: EventDigest, used: Int)] = [:]
    var size = 0
    var clock = 0
  }

  private let state = Mutex(State())

  func digest(_ key: Key) -> EventDigest? {
    state.withLock { state in
      guard let found = state.digests[key]?.digest else { return nil }
      state.clock += 1
      state.digests[key]?.used = state.clock
      return found
    }
  }

  func keep(_ digest: EventDigest, _ key: Key) {
    state.withLock { state in
      guard digest.size <= Self.maximumSize / 8 else { return }
      state.clock += 1
      if let old = state.digests.updateValue((digest, state.clock), forKey: key) {
        state.size -= old.digest.size
      }
      state.size += digest.size
      if state.size > Self.maximumSize { state.shrink(to: Self.maximumSize * 3 / 4) }
    }
  }
}

extension EventDigestCache.State {
  /// Forgets what was not used for the longest time.
  fileprivate mutating func shrink(to limit: Int) {
    for (key, value) in digests.sorted(by: { $0.value.used < $1.value.used }) where size > limit {
      digests[key] = nil
      size -= value.digest.size
    }
  }
}

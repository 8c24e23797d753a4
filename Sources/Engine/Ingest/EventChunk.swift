import Events
import Storage

/// Events that are stored in one transaction.
struct EventChunk: Sendable {
  /// The most events and bytes of one transaction.
  static let maximumCount = 4096
  static let maximumBytes = 8 << 20

  /// An event, and whether a rule that judges on arrival wants to see it.
  struct Entry: Sendable {
    let draft: EventDraft
    let isWanted: Bool
  }

  /// The edition of the rules that decided what is wanted.
  let edition: Int
  private(set) var entries: [Entry] = []
  private(set) var byteCount = 0
  /// The accounts and regions that the events come from.
  private(set) var sources: Set<SourceClock.Source> = []
  /// The latest time of an event.
  private(set) var latest: Timestamp?
  private var lastSource: (EventColumns.Value, EventColumns.Value)?

  init(edition: Int) {
    self.edition = edition
  }

  var isFull: Bool { entries.count >= Self.maximumCount || byteCount >= Self.maximumBytes }

  mutating func add(_ draft: EventDraft, isWanted: Bool) {
    entries.append(Entry(draft: draft, isWanted: isWanted))
    byteCount += draft.bytes.count
    if let time = draft.time { latest = max(latest ?? time, time) }
    note(draft.columns[.account], draft.columns[.region])
  }

  private mutating func note(_ account: EventColumns.Value, _ region: EventColumns.Value) {
    if let lastSource, lastSource == (account, region) { return }
    lastSource = (account, region)
    guard case .text(let account) = account else { return }
    var name = ""
    if case .text(let text) = region { name = text }
    if sources.count < SourceClock.maximumSources {
      sources.insert(SourceClock.Source(account: account, region: name))
    }
  }
}

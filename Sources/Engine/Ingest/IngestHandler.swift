import CloudTrail
import Detection
import Events
import Storage

/// Takes what an input reads, gathers it in chunks, and hands each chunk on when it is full.
final class IngestHandler: RecordHandler {
  private let drafts = EventDrafts()
  private let screen: EventScreen
  private let edition: Int
  private let store: (EventChunk) -> Void
  private var chunk: EventChunk
  /// Documents that turned out not to be JSON objects.
  private(set) var refused = 0

  /// A handler.
  ///
  /// - Parameters:
  ///   - edition: The rules that judge on arrival.
  ///   - mapper: Makes documents of records.
  ///   - store: Takes full chunks, in their order.
  init(edition: Edition, mapper: ECSMapper, store: @escaping (EventChunk) -> Void) {
    screen = EventScreen(rules: edition.arrival, mapper: mapper)
    self.edition = edition.number
    self.store = store
    chunk = EventChunk(edition: edition.number)
  }

  func cloudTrailRecord(_ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner) {
    let draft = drafts.record(bytes, slots: slots)
    add(draft, isWanted: screen.wants(record: bytes, slots: slots))
  }

  func document(_ bytes: UnsafeBufferPointer<UInt8>, id: String?, index: String?) {
    do throws(JSONError) {
      // Documents are read as a whole anyway: whether a rule wants one is decided when it is stored.
      add(try drafts.document(bytes, id: id, index: index), isWanted: true)
    } catch {
      refused += 1
    }
  }

  private func add(_ draft: EventDraft, isWanted: Bool) {
    chunk.add(draft, isWanted: isWanted)
    if chunk.isFull { flush() }
  }

  /// Hands on what is left.
  private func flush() {
    store(takeRest())
  }

  /// Takes out what was not handed on yet.
  func takeRest() -> EventChunk {
    defer { chunk = EventChunk(edition: edition) }
    return chunk
  }
}

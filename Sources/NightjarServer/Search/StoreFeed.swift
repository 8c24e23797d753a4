import CloudTrail
import Detection
import Events
import Inputs
import OrderedCollections
import Query
import Storage

/// Hands stored events, or alerts, to a collector of searches in EQL and ES|QL.
final class StoreFeed {
  private let hits: HitReader
  private let slots = SlotScanner(plan: RecordSlot.plan)
  /// The index, the identifier and the time of arrival of each event that the collector kept.
  private(set) var kept: [(index: String, id: String, arrived: Timestamp?)] = []

  init(_ hits: HitReader) {
    self.hits = hits
  }

  /// Hands out everything, by time.
  ///
  /// - Throws: `StoreError`.
  func feed(_ collector: EventCollector) throws {
    if hits.target.isAlerts {
      try hits.forEach(.timeAscending) { hit in
        let bytes = Array(JSONWriter.text(.object(hit.document)).utf8)
        bytes.withUnsafeBufferPointer { collector.document($0, id: hit.id, index: hit.index) }
        note(collector, hit.index, hit.id, nil)
        return true
      }
      return
    }
    let selection = EventSelection(order: .timeAscending, types: hits.types)
    try hits.reader.search(hits.condition, selection) { found in
      feed(found.event, collector)
      return true
    }
  }

  private func feed(_ event: StoredEvent, _ collector: EventCollector) {
    if event.kind == .document {
      collector.document(event.bytes, id: event.id, index: event.index)
    } else if let start = event.bytes.baseAddress {
      let scanner = JSONScanner(start: start, end: start + event.bytes.count)
      // The text was accepted when the record was read.
      guard (try? slots.scanObject(scanner, at: start)) != nil else { return }
      collector.cloudTrailRecord(event.bytes, slots: slots)
    }
    note(collector, event.index, event.id, event.ingested)
  }

  private func note(_ collector: EventCollector, _ index: String, _ id: String, _ arrived: Timestamp?) {
    if collector.count > kept.count { kept.append((index, id, arrived)) }
  }
}

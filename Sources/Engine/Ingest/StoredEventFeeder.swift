import CloudTrail
import Detection
import Events
import Storage

/// Hands stored events to a detector, with the time of their arrival.
final class StoredEventFeeder {
  private let slots = SlotScanner(plan: RecordSlot.plan)

  /// Whether runs see an event only from its arrival on; otherwise they see it as if it had arrived when it happened.
  let countsArrival: Bool

  init(countsArrival: Bool = true) {
    self.countsArrival = countsArrival
  }

  /// Lets a detector look at an event.
  func feed(_ event: StoredEvent, to detector: Detector) {
    feed(
      event.bytes, isRecord: event.kind == .cloudTrailRecord, id: event.id, index: event.index,
      arrived: event.ingested, to: detector)
  }

  /// Lets a detector look at an event that is being stored.
  func feed(_ draft: EventDraft, arrived: Timestamp, to detector: Detector) {
    draft.bytes.withUnsafeBufferPointer { bytes in
      feed(
        bytes, isRecord: draft.kind == .cloudTrailRecord, id: draft.id, index: draft.index, arrived: arrived,
        to: detector)
    }
  }

  private func feed(
    _ bytes: UnsafeBufferPointer<UInt8>, isRecord: Bool, id: String, index: String, arrived: Timestamp,
    to detector: Detector
  ) {
    detector.arrived = countsArrival ? arrived : nil
    detector.ingested = arrived
    guard isRecord else {
      detector.document(bytes, id: id, index: index.isEmpty ? nil : index)
      return
    }
    guard let start = bytes.baseAddress else { return }
    let scanner = JSONScanner(start: start, end: start + bytes.count)
    // The text was accepted when the record was read.
    guard (try? slots.scanObject(scanner, at: start)) != nil else { return }
    detector.cloudTrailRecord(bytes, slots: slots)
  }
}

import Events

/// A CloudTrail record as the origin of an event.
struct RecordOrigin: EventOrigin {
  let bytes: UnsafeBufferPointer<UInt8>
  let slots: SlotScanner
  let time: Timestamp?
  let arrived: Timestamp?
  let ingested: Timestamp?
  let order: UInt64

  func held(hasText: Bool) -> HeldEvent {
    HeldEvent(
      identity: Detector.identity(bytes, slots), index: nil, time: time, arrived: arrived, ingested: ingested,
      order: order, isRecord: true, bytes: hasText ? Array(bytes) : [])
  }
}

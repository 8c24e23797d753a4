import Events
import OrderedCollections

/// Where an event comes from: makes what is kept of it. A value, where a closure would count references at every call.
struct EventOrigin {
  enum Content {
    /// The text of a CloudTrail record, and the scanner whose latest scan was of it.
    case record(UnsafeBufferPointer<UInt8>, SlotScanner)
    /// The text of an ECS document, with the identifier it came with.
    case document(UnsafeBufferPointer<UInt8>, id: String?)
    /// The document of an alert, with its `kibana.alert.uuid`.
    case alert(JSONObject, uuid: String)
  }

  let content: Content
  let index: String?
  let time: Timestamp?
  let arrived: Timestamp?
  let ingested: Timestamp?
  let order: UInt64

  /// The event, with its text or without.
  func held(hasText: Bool) -> HeldEvent {
    HeldEvent(
      identity: identity, index: index, time: time, arrived: arrived, ingested: ingested, order: order,
      isRecord: isRecord, bytes: hasText ? bytes : [])
  }

  private var isRecord: Bool {
    if case .record = content { true } else { false }
  }

  private var identity: EventIdentity {
    switch content {
    case .record(let bytes, let slots): Detector.identity(bytes, slots)
    case .document(let bytes, let id): EventIdentity(index: index ?? "", id: id ?? AlertID.content(bytes))
    case .alert(_, let uuid): EventIdentity(index: AlertIndex.name, id: uuid)
    }
  }

  private var bytes: [UInt8] {
    switch content {
    case .record(let bytes, _), .document(let bytes, _): Array(bytes)
    case .alert(let document, _): Array(JSONWriter.text(.object(document)).utf8)
    }
  }
}

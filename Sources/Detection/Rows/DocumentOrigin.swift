import Events
import OrderedCollections

/// An ECS document as the origin of an event.
struct DocumentOrigin: EventOrigin {
  enum Content {
    /// The text of a document, with the identifier it came with.
    case text(UnsafeBufferPointer<UInt8>, id: String?)
    /// The document of an alert, with its `kibana.alert.uuid`.
    case alert(JSONObject, uuid: String)
  }

  let content: Content
  let index: String?
  let time: Timestamp?
  let arrived: Timestamp?
  let ingested: Timestamp?
  let order: UInt64

  func held(hasText: Bool) -> HeldEvent {
    HeldEvent(
      identity: identity, index: index, time: time, arrived: arrived, ingested: ingested, order: order,
      isRecord: false, bytes: hasText ? bytes : [])
  }

  private var identity: EventIdentity {
    switch content {
    case .text(let bytes, let id): EventIdentity(index: index ?? "", id: id ?? AlertID.content(bytes))
    case .alert(_, let uuid): EventIdentity(index: AlertIndex.name, id: uuid)
    }
  }

  private var bytes: [UInt8] {
    switch content {
    case .text(let bytes, _): Array(bytes)
    case .alert(let document, _): Array(JSONWriter.text(.object(document)).utf8)
    }
  }
}

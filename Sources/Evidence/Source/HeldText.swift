import CloudTrail
import Detection
import Events
import OrderedCollections

/// The exact text of an event with what orders it.
struct HeldText: Sendable {
  let identity: EventIdentity
  let time: Timestamp
  /// Whether it is a raw CloudTrail record; otherwise it is an ECS document.
  let isRecord: Bool
  let bytes: [UInt8]

  func event(_ mapper: ECSMapper) -> EvidenceEvent {
    // The scan has already accepted these bytes.
    let object = (try? JSONReader.read(bytes))?.object ?? [:]
    let document =
      isRecord ? mapper.document(record: object, original: String(decoding: bytes, as: UTF8.self)) : object
    return EvidenceEvent(identity: identity, time: time, document: document)
  }

  /// By time, then by identity: the order does not depend on files or threads.
  static func isOrdered(_ left: HeldText, _ right: HeldText) -> Bool {
    (left.time, left.identity.id, left.identity.index) < (right.time, right.identity.id, right.identity.index)
  }
}

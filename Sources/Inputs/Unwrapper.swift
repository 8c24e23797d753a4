import CloudTrail
import Events

/// Tells what an object is and takes the records out of envelopes.
final class Unwrapper {
  private let limits: InputLimits
  private let arena = Arena()
  private var problems: [InputProblem.Reason] = []

  init(limits: InputLimits) {
    self.limits = limits
  }

  /// Hands over the records of an object that `slots` has just scanned, and returns what was wrong with parts of it.
  func unwrap(
    _ bytes: UnsafeBufferPointer<UInt8>, slots: SlotScanner, handler: some RecordHandler
  ) -> [InputProblem.Reason] {
    if Self.isRecord(slots) {
      handler.cloudTrailRecord(bytes, slots: slots)
      return []
    }
    arena.reset()
    problems.removeAll()
    unwrapEnvelope(bytes, slots, handler, depth: 0)
    return problems
  }

  /// A CloudTrail record names its event, or is a digest or an Insights record. Every envelope lacks both keys.
  private static func isRecord(_ slots: SlotScanner) -> Bool {
    (slots[.eventName].isPresent || slots[.eventVersion].isPresent || slots[.digestS3Object].isPresent)
      && !slots[.records].isPresent && !slots[.source].isPresent
  }

  private static func isDocument(_ slots: SlotScanner) -> Bool {
    let markers: [RecordSlot] = [
      .timestamp, .event, .ecs, .dataStream, .dottedAction, .dottedDataset, .dottedCategory,
    ]
    return markers.contains { slots[$0].isPresent }
  }

  private func unwrapEnvelope(
    _ bytes: UnsafeBufferPointer<UInt8>, _ slots: SlotScanner, _ handler: some RecordHandler, depth: Int
  ) {
    guard depth <= limits.envelopeDepth else {
      problems.append(.envelopesTooDeep)
      return
    }
    for list in [RecordSlot.records, .events, .hits, .logEvents] where slots[list].kind == .array {
      unwrapList(slots[list].bytes, slots, handler, depth: depth)
      return
    }
    if slots[.source].kind == .object {
      handler.document(slots[.source].bytes, id: slots[.id].string, index: slots[.index].string)
      return
    }
    for inner in [RecordSlot.detail, .eventData, .cloudTrailEvent, .message, .record] {
      if unwrapValue(slots[inner], slots, handler, depth: depth) { return }
    }
    if Self.isRecord(slots) {
      handler.cloudTrailRecord(bytes, slots: slots)
    } else if Self.isDocument(slots) {
      handler.document(bytes, id: slots[.id].string, index: slots[.index].string)
    } else if !unwrapValue(slots[.logMessage], slots, handler, depth: depth) {
      problems.append(.unknownShape)
    }
  }

  /// Goes into an object, or into a string that holds the text of one; false when the value is neither.
  private func unwrapValue(_ slot: Slot, _ slots: SlotScanner, _ handler: some RecordHandler, depth: Int)
    -> Bool
  {
    switch slot.kind {
    case .object:
      scan(slot.bytes, slots, handler, depth: depth + 1)
      return true
    case .string where slot.bytes.first == UInt8(ascii: "{"):
      scan(slot.decoded(in: arena), slots, handler, depth: depth + 1)
      return true
    default:
      return false
    }
  }

  private func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, _ slots: SlotScanner, _ handler: some RecordHandler, depth: Int
  ) {
    guard let start = bytes.baseAddress else { return }
    do throws(JSONError) {
      let end = try slots.scanObject(JSONScanner(start: start, end: start + bytes.count), at: start)
      unwrapEnvelope(UnsafeBufferPointer(start: start, count: end - start), slots, handler, depth: depth)
    } catch {
      problems.append(.json(error.reason))
    }
  }

  private func unwrapList(
    _ bytes: UnsafeBufferPointer<UInt8>, _ slots: SlotScanner, _ handler: some RecordHandler, depth: Int
  ) {
    guard let start = bytes.baseAddress else { return }
    let scanner = JSONScanner(start: start, end: start + bytes.count)
    // The list was read before, as part of its envelope: it is well formed.
    var p = scanner.skipSpace(start + 1)
    while p < scanner.end, p.pointee != UInt8(ascii: "]") {
      guard let end = try? scanner.skipValue(p, depth: 0) else { return }
      if p.pointee == UInt8(ascii: "{") {
        scan(UnsafeBufferPointer(start: p, count: end - p), slots, handler, depth: depth + 1)
      } else {
        problems.append(.notAnObject)
      }
      p = scanner.skipSpace(end)
      if p < scanner.end, p.pointee == UInt8(ascii: ",") { p = scanner.skipSpace(p + 1) }
    }
  }
}

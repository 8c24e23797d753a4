public import CloudTrail
public import Events
public import OrderedCollections

/// An event that is kept for rules which look at several events.
public struct HeldEvent: Sendable {
  /// What tells the event from others.
  public let identity: EventIdentity
  /// The `_index` it came with; nil when it came with none.
  public let index: String?
  /// Its time; nil when it has none that can be read.
  public let time: Timestamp?
  /// When it was stored; nil for an event of a file, which counts as stored when it happened.
  var arrived: Timestamp?
  /// Its `event.ingested`; nil when that is what the mapper or the document says.
  var ingested: Timestamp?
  /// Its place in the input.
  public let order: UInt64
  /// Whether the bytes are a raw CloudTrail record; otherwise they are an ECS document.
  let isRecord: Bool
  /// The exact text; empty when no rule asks for the document.
  var bytes: [UInt8]

  /// The complete ECS document.
  public func document(_ mapper: ECSMapper) -> JSONObject {
    // The scan has already accepted these bytes.
    var object = bytes.withUnsafeBufferPointer { (try? JSONReader.read($0))?.object ?? [:] }
    guard isRecord else {
      if let ingested { object.setIngested(ingested) }
      return object
    }
    return mapper.document(
      record: object, original: String(decoding: bytes, as: UTF8.self), ingested: ingested)
  }
}

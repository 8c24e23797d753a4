public import Events
public import OrderedCollections

/// An event that a search found. It is valid during the call that hands it out.
public struct FoundEvent {
  /// The event as it is stored.
  public let event: StoredEvent
  let matching: EventMatching

  /// The ECS document; `event.ingested` is the arrival time.
  public func document() -> JSONObject { matching.document() }

  /// The document as a hit: with `_id` and `_index` in front.
  public func hit() -> JSONObject {
    var hit: JSONObject = ["_id": .string(event.id), "_index": .string(event.index)]
    hit["_source"] = .object(document())
    return hit
  }
}

public import OrderedCollections

extension JSONObject {
  /// Sets `event.ingested`, whatever the document said: it is the time at which an event was stored, as Elastic's final
  /// pipeline sets it.
  public mutating func setIngested(_ time: Timestamp) {
    self["event.ingested"] = nil
    set("event.ingested", to: .string(time.description))
  }
}

import Detection
import Events
import Query
import Storage

/// Lets a detector look at stored events.
enum EventFeed {
  /// The events that happened or arrived in a period, as far as they had arrived at a time. Without a time arrival does not
  /// count: the events that happened in the period, as if they had arrived then.
  ///
  /// - Returns: How many events the detector looked at.
  /// - Throws: `StoreError`.
  static func feed(
    _ condition: Expression, _ period: ClosedRange<Timestamp>, arrivedBy time: Timestamp?,
    to detector: Detector,
    _ reader: StoreReader
  ) throws -> Int {
    guard let time else {
      let selection = EventSelection(condition: condition, time: period)
      return try feed(selection, to: detector, reader, countsArrival: false)
    }
    let selection = EventSelection(condition: condition, time: period, ingested: period, acceptsEither: true)
    return try feed(selection, to: detector, reader) { $0.ingested <= time }
  }

  /// The events of a selection, in the order of arrival, as long as they fit.
  ///
  /// - Returns: How many events the detector looked at.
  /// - Throws: `StoreError`.
  static func feed(
    _ selection: EventSelection, to detector: Detector, _ reader: StoreReader, countsArrival: Bool = true,
    while goesOn: (StoredEvent) -> Bool = { _ in true }
  ) throws -> Int {
    let feeder = StoredEventFeeder(countsArrival: countsArrival)
    var count = 0
    try reader.events(selection) { event in
      guard goesOn(event) else { return false }
      feeder.feed(event, to: detector)
      count += 1
      return true
    }
    return count
  }
}

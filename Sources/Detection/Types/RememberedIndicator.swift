import Events

/// An indicator that came as an event, as a rule remembers it from run to run.
public struct RememberedIndicator: Sendable, Hashable, Codable {
  /// The `_id`.
  let id: String
  /// The `_index`; empty when it came without.
  let index: String
  /// Its `@timestamp`, or when it arrived, in nanoseconds since the epoch.
  let time: Int64
  /// The parts of its document that the rule needs, as JSON.
  let document: String

  /// The indicator; nil when the text is no longer a document.
  var indicator: Indicators.Indicator? {
    guard let object = (try? JSONReader.read(Array(document.utf8)))?.object else { return nil }
    return Indicators.Indicator(id: id, index: index, document: object)
  }
}

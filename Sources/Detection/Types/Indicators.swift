public import Events

/// Threat indicators: the documents that indicator match rules compare events with.
public struct Indicators: Sendable {
  /// One indicator.
  public struct Indicator: Sendable {
    /// The `_id`.
    public let id: String
    /// The `_index`; empty when it came without.
    public let index: String
    /// The document, with ECS `threat.indicator.*` fields.
    public let document: JSONObject

    /// An indicator.
    public init(id: String, index: String, document: JSONObject) {
      self.id = id
      self.index = index
      self.document = document
    }
  }

  /// All indicators.
  public let all: [Indicator]

  /// Indicators of a list.
  public init(_ all: [Indicator] = []) {
    self.all = all
  }

  /// Those whose index fits patterns; an indicator without an index fits all.
  func inIndices(_ patterns: [String]) -> [Indicator] {
    all.filter { $0.index.isEmpty || IndexPattern.matches(patterns, $0.index) }
  }
}

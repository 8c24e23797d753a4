public import Events
public import Query

/// A question to a source: which events of a period match.
public struct EvidenceQuery: Sendable {
  /// The question in KQL, as it can be asked again by hand. The period is no part of it.
  public let kql: String
  /// Its meaning.
  public let expression: Expression
  /// The period of event time, both ends included.
  public let range: ClosedRange<Timestamp>
  /// How many events are wanted at most.
  public let limit: Int

  /// A question.
  ///
  /// - Throws: `EvidenceError` when the text is no KQL or a value does not fit its field.
  public init(_ kql: String, in range: ClosedRange<Timestamp>, limit: Int) throws(EvidenceError) {
    self.kql = kql
    self.range = range
    self.limit = limit
    do {
      expression = try KQLCompiler(now: range.upperBound).compile(try KQLParser.parse(kql))
    } catch {
      throw EvidenceError(place: "query \(kql)", message: "\(error)")
    }
  }
}

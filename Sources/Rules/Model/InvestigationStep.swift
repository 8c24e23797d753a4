public import Events
public import OrderedCollections

/// A step of a rule's guide that the engine carries out: what to collect, and what the answer means.
public struct InvestigationStep: Sendable, Hashable {
  /// What people read above the answer.
  public let name: String
  /// What is collected.
  public let collector: InvestigationCollector
  /// The parameters as they were given: lengths of time such as `24h`, numbers, and texts.
  public let parameters: JSONObject
  /// What the answer means, in a sentence.
  public let meaning: String

  /// A step.
  public init(
    name: String, collector: InvestigationCollector, parameters: JSONObject = [:], meaning: String = ""
  ) {
    self.name = name
    self.collector = collector
    self.parameters = parameters
    self.meaning = meaning
  }

  /// A length of time in seconds; nil when the parameter is not given.
  public func seconds(_ parameter: String) -> Int64? {
    parameters[parameter]?.string.flatMap(Schedule.nanoseconds).map { $0 / 1_000_000_000 }
  }

  /// A text; nil when the parameter is not given.
  public func text(_ parameter: String) -> String? { parameters[parameter]?.string }

  /// A number; nil when the parameter is not given.
  public func number(_ parameter: String) -> Int? { parameters[parameter]?.integer }
}

extension Rule {
  /// The steps of the guide that the engine carries out, in their order.
  public var investigationSteps: [InvestigationStep] {
    (investigation["step"]?.array ?? []).compactMap { step in
      guard let name = step["name"]?.string,
        let collector = step["collector"]?.string.flatMap({ InvestigationCollector(rawValue: $0) })
      else { return nil }
      return InvestigationStep(
        name: name, collector: collector, parameters: step["parameters"]?.object ?? [:],
        meaning: step["meaning"]?.string ?? "")
    }
  }
}

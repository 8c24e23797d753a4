import Events
import OrderedCollections

/// Checks the steps of an investigation.
enum InvestigationReader {
  /// More steps than this nobody reads.
  static let maximumSteps = 50

  /// - Throws: `FieldError` naming the step and its member.
  static func check(_ investigation: FieldReader) throws(FieldError) {
    try investigation.refuseUnknown(["step"])
    let steps = try investigation.objects("step")
    guard steps.count <= maximumSteps else {
      throw FieldError(investigation.name("step"), "has \(steps.count) steps; \(maximumSteps) are allowed")
    }
    for step in steps { try check(step: step) }
  }

  private static func check(step: FieldReader) throws(FieldError) {
    try step.refuseUnknown(["name", "collector", "parameters", "meaning"])
    _ = try step.requiredString("name")
    _ = try step.string("meaning")
    _ = try step.requiredString("collector")
    guard let collector = try step.choice("collector", InvestigationCollector.self) else { return }
    let parameters = try step.object("parameters")
    try parameters?.refuseUnknown(collector.parameters)
    if collector == .events, parameters?.has("query") != true {
      throw FieldError(step.name("parameters"), "needs a query, in KQL")
    }
    if let parameters { try check(parameters: parameters) }
  }

  private static func check(parameters: FieldReader) throws(FieldError) {
    for key in ["before", "after", "history"] {
      guard let text = try parameters.string(key) else { continue }
      guard RuleDecoder.isDuration(text) else {
        throw FieldError(parameters.name(key), "must be a number and a unit s, m, h or d, such as 24h")
      }
    }
    _ = try parameters.integer("limit", in: 1...10_000)
    if parameters.has("provider") { _ = try parameters.requiredString("provider") }
    if parameters.has("query") { _ = try parameters.requiredString("query") }
  }
}

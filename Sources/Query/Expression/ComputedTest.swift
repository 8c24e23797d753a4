/// A condition that is calculated, where a field is compared with something else than a constant.
///
/// It passes when it is true for one choice of a value of each field, as the scripts do that Elasticsearch makes of such
/// conditions. A field without values is null, and null is not true.
public struct ComputedTest: Sendable, Hashable {
  /// The condition.
  public let condition: EQLNode
  /// The fields it reads.
  public let fields: [String]

  /// So many choices of values are tried; an event with more of them passes by these only.
  public static let maximumChoices = 100_000

  /// A test of a condition.
  public init(_ condition: EQLNode) {
    self.condition = condition
    var seen: Set<String> = []
    fields = condition.fields.map(\.path).filter { seen.insert($0).inserted }
  }

  /// Whether the condition is true for one choice of values.
  ///
  /// - Parameter values: The values of each field, in the order of `fields`.
  /// - Returns: True when there is such a choice.
  public func passes(_ values: [[Value]]) -> Bool {
    var choice = Array(repeating: 0, count: values.count)
    for _ in 0..<Self.maximumChoices {
      var bindings: [String: Value] = [:]
      for (index, field) in fields.enumerated() {
        bindings[field] = values[index].isEmpty ? .null : values[index][choice[index]]
      }
      if EQLEvaluator(bindings: bindings).value(condition).isTrue { return true }
      guard Self.advance(&choice, values) else { return false }
    }
    return false
  }

  /// Moves on to the next choice; false when there is none.
  private static func advance(_ choice: inout [Int], _ values: [[Value]]) -> Bool {
    for index in choice.indices {
      choice[index] += 1
      if choice[index] < values[index].count { return true }
      choice[index] = 0
    }
    return false
  }
}

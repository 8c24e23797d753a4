public import Events
public import OrderedCollections

/// What a playbook would do about a state.
public struct ResponseStep: Sendable, Hashable {
  /// The calls, in this order; none when the state is the one that is wanted.
  public var calls: [ResponseCall]
  /// The calls that take them back, in this order.
  public var inverse: [ResponseCall]
  /// The members of the state that the calls set. All others must stay as they are.
  public var expected: JSONObject
  /// The effect, in one sentence.
  public var effect: String
  /// What somebody who approves should know beside it.
  public var warnings: [String]

  /// What would be done.
  public init(
    calls: [ResponseCall], inverse: [ResponseCall], expected: JSONObject, effect: String,
    warnings: [String] = []
  ) {
    self.calls = calls
    self.inverse = inverse
    self.expected = expected
    self.effect = effect
    self.warnings = warnings
  }
}

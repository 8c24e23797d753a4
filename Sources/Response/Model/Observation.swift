public import Events
public import OrderedCollections

/// A state as it was read.
public struct Observation: Sendable, Hashable {
  /// What responses compare: it stays the same while nobody changes anything.
  public var state: JSONObject
  /// What else was read, such as the times of deliveries.
  public var details: JSONObject
  /// What is wrong although the state is the one that is wanted, such as a failing delivery.
  public var problem: String?
  /// The ARN of the principal that is restricted, as IAM has it.
  public var principalARN: String?

  /// A state.
  public init(
    state: JSONObject, details: JSONObject = [:], problem: String? = nil, principalARN: String? = nil
  ) {
    self.state = state
    self.details = details
    self.problem = problem
    self.principalARN = principalARN
  }
}

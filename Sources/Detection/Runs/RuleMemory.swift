/// What a rule that runs by a schedule keeps from one run to the next.
public struct RuleMemory: Sendable {
  /// What the rule remembers of what it has seen.
  public var state = RuleState()
  /// Signals beyond the cap of the runs so far, in their order; the following runs raise them first.
  public var waiting: [Signal] = []
  /// How many further signals wait behind those that were loaded.
  public var unloaded = 0

  /// The memory of a rule that never ran.
  public init() {}

  /// A memory that was stored.
  public init(state: RuleState, waiting: [Signal] = [], unloaded: Int = 0) {
    self.state = state
    self.waiting = waiting
    self.unloaded = unloaded
  }
}

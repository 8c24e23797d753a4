public import Events
import Synchronization

/// How the inputs are doing.
public final class InputHealth: Sendable {
  /// How one input is doing.
  public struct State: Sendable, Hashable {
    /// Why it does not work at the moment; nil when it does.
    public internal(set) var failure: String?
    /// When it began not to work.
    public internal(set) var failingSince: Timestamp?
    /// When it last brought something.
    public internal(set) var lastBatch: Timestamp?
    /// How many batches it brought since the program began.
    public internal(set) var batches = 0
    /// How many new events it brought since the program began.
    public internal(set) var events = 0
  }

  private let inputs = Mutex<[String: State]>([:])

  /// The inputs by name.
  public var states: [String: State] { inputs.withLock { $0 } }

  func begin(_ input: String) {
    inputs.withLock { $0[input] = $0[input] ?? State() }
  }

  func succeeded(_ input: String, events: Int, at time: Timestamp) {
    inputs.withLock { inputs in
      var state = inputs[input] ?? State()
      state.failure = nil
      state.failingSince = nil
      state.lastBatch = time
      state.batches += 1
      state.events += events
      inputs[input] = state
    }
  }

  func failed(_ input: String, _ reason: String, at time: Timestamp) {
    inputs.withLock { inputs in
      inputs[input, default: State()].failure = reason
      if inputs[input]?.failingSince == nil { inputs[input]?.failingSince = time }
    }
  }
}

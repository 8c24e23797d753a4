/// How far a response is.
public enum ResponseStatus: String, Sendable, Hashable, CaseIterable {
  /// It is known what would be done; approvals are missing.
  case planned
  /// It may be carried out.
  case approved
  /// It is being carried out.
  case executing
  /// The calls were made; whether they had their effect is not known yet.
  case executed
  /// The state that was wanted was read.
  case verified
  /// It could not be carried out, or the state that was wanted was not read in time.
  case failed
  /// A guard rail did not let it be carried out.
  case refused
  /// It was verified, and another response took it back.
  case undone

  /// Whether nothing more happens to it.
  public var isFinal: Bool {
    switch self {
    case .planned, .approved, .executing, .executed: false
    case .verified, .failed, .refused, .undone: true
    }
  }
}

/// What policies say about a request.
public enum PolicyDecision: Sendable, Hashable {
  /// A statement allows it and nothing denies it.
  case allowed(by: String)
  /// A statement denies it.
  case denied(by: String)
  /// Nothing allows it; where that is.
  case implicitlyDenied(String)
  /// The event or the policies do not say enough.
  case undecided([String])

  /// The decision in words.
  public var sentence: String {
    switch self {
    case .allowed(let statement): "allowed by \(statement)"
    case .denied(let statement): "denied by \(statement)"
    case .implicitlyDenied(let place): "implicitly denied: \(place)"
    case .undecided(let reasons): "cannot be decided because \(Words.list(reasons, limit: 4))"
    }
  }
}

/// Whether a condition holds; unknown when the event does not say enough, with the reason.
enum Verdict: Equatable {
  case yes
  case no
  case unknown(String)

  /// Both hold.
  static func and(_ left: Verdict, _ right: @autoclosure () -> Verdict) -> Verdict {
    if left == .no { return .no }
    let right = right()
    if right == .no { return .no }
    return left == .yes ? right : left
  }

  /// One of them holds.
  static func or(_ left: Verdict, _ right: @autoclosure () -> Verdict) -> Verdict {
    if left == .yes { return .yes }
    let right = right()
    if right == .yes { return .yes }
    return left == .no ? right : left
  }

  /// The opposite.
  var negated: Verdict {
    switch self {
    case .yes: .no
    case .no: .yes
    case .unknown: self
    }
  }

  init(_ holds: Bool) { self = holds ? .yes : .no }
}

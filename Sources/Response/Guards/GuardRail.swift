/// A reason not to carry out a response.
protocol GuardRail: Sendable {
  /// The name, for records.
  var name: String { get }

  /// Why the attempt is refused; nil when this guard rail lets it happen.
  func refusal(_ attempt: ResponseAttempt) -> String?
}

/// All guard rails.
enum GuardRails {
  /// Those that already plans must pass.
  static let planning: [any GuardRail] = [
    EnabledPlaybooks(), RightAccount(), BreakGlass(), OwnPrincipal(), AllowedAccounts(),
  ]
  /// Those that everything must pass that is carried out.
  static let execution: [any GuardRail] = [KillSwitch()] + planning + [RateLimit()]

  /// Passes an attempt that no guard rail refuses.
  ///
  /// - Throws: `ResponseError` of kind `refused` with the first reason.
  static func check(_ attempt: ResponseAttempt, _ rails: [any GuardRail]) throws(ResponseError) {
    for rail in rails {
      if let reason = rail.refusal(attempt) { throw ResponseError(.refused, "\(rail.name): \(reason)") }
    }
  }
}

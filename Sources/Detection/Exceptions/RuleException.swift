import Rules

/// An exception of a rule, with its condition in the program.
struct RuleException: Sendable {
  let item: ExceptionItem
  /// The number of the condition in the program.
  let query: Int
}

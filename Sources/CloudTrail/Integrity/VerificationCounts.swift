/// How many files of a kind are in each state.
public struct VerificationCounts: Sendable, Hashable {
  /// Files proved to be what was delivered.
  public var valid = 0
  /// Files proved to be something else.
  public var invalid = 0
  /// Files that are gone.
  public var missing = 0
  /// Files of which nothing can be said.
  public var unverified = 0

  /// No files.
  public init() {}

  /// All files.
  public var total: Int { valid + invalid + missing + unverified }

  /// Adds a file.
  public mutating func add(_ state: VerificationState) {
    switch state {
    case .valid: valid += 1
    case .invalid: invalid += 1
    case .missing: missing += 1
    case .unverified: unverified += 1
    }
  }

  /// The sum.
  public static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.valid += right.valid
    sum.invalid += right.invalid
    sum.missing += right.missing
    sum.unverified += right.unverified
    return sum
  }
}

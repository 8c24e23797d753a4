/// `alert_suppression`: alerts that have the same values in some fields become one.
public struct Suppression: Sendable, Hashable {
  /// The fields; of threshold rules those of the threshold.
  public let fields: [String]
  /// How long an alert takes in later ones, in nanoseconds; nil when only those of the same run.
  public let duration: Int64?
  /// Whether events that have no value in one of the fields are grouped too.
  public let groupsMissing: Bool
}

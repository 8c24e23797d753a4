/// A row while a query runs.
public struct ESQLRow: Sendable {
  /// The values, by slot.
  public var values: [Value]
  /// The events that the row was made of, by the numbers that the caller gave them; at most `ESQLRow.maximumOrigins`.
  public var origins: [Int]

  /// A row of several events names this many of them.
  public static let maximumOrigins = 1000

  /// A row.
  public init(values: [Value], origins: [Int]) {
    self.values = values
    self.origins = origins
  }
}

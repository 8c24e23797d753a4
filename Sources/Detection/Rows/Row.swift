import Query

/// What a rule keeps of an event that one of its queries matched.
struct Row: Sendable {
  /// The number of no event: the row stands for several.
  static let noEvent = -1

  /// The event, by its number in the table.
  var event: Int
  /// The time by which runs choose the row, in nanoseconds; nil when it has none.
  let time: Int64?
  /// The queries of the rule that matched, in ascending order.
  let steps: [Int]
  /// The values of the rule's fields.
  let values: [Value]
  /// The exception that explains the event; nil when there is none, or when the rule leaves such events out.
  var exception: String?
}

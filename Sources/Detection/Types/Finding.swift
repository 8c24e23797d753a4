import Events

/// What a rule found: everything of an alert that is not the same for all alerts of the rule.
struct Finding {
  /// Where the source fields of the alert come from.
  enum Source {
    /// The event of a row.
    case event(Int)
    /// What the events of several rows have in common.
    case common([Int])
    /// Values that the rule calculated.
    case fields(JSONObject)
    /// The event of a row, with values that the rule calculated.
    case merged(Int, JSONObject)
  }

  /// What the identity of an alert of one event begins with.
  static let singleEvent = "event"

  /// What makes the alert another one than those of the same rule: parts of its identifier.
  let identity: [String]
  /// The source of its fields.
  let source: Source
  /// The places of the rows that led to it.
  let ancestors: [Int]
  /// Further fields, such as `kibana.alert.threshold_result`.
  let extra: JSONObject
  /// The time of what happened, in nanoseconds; nil when it has none.
  let time: Int64?
  /// Whether its events become building-block alerts of a group.
  var isGroup = false
  /// The exception that explains it; nil when there is none.
  var exception: String?
}

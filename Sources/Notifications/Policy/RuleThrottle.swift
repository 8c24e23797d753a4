import Events
import OrderedCollections
import Rules

/// How often a sink is told of alerts of one rule.
enum RuleThrottle {
  /// What a rule says of it, in the forms of Kibana's `throttle`.
  enum Choice: Equatable {
    /// Every alert.
    case always
    /// None.
    case never
    /// One in a time.
    case every(Duration)
  }

  /// The choice of an alert's rule, or that of the sink where the rule makes none.
  static func choice(_ alert: JSONObject, sink: Duration?) -> Choice {
    switch AlertFields.text(alert, "kibana.alert.rule.throttle") {
    case nil: sink.map { .every($0) } ?? .always
    case "no_actions"?: .never
    case "rule"?: .always
    case let text?: Interval.duration(text).map { .every($0) } ?? .always
    }
  }
}

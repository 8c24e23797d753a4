public import Events
import OrderedCollections

/// What only some kinds of rules have. The loader has checked these members.
extension Rule {
  /// When the rule runs. Defaults are those of Kibana: every 5 minutes over the last 6.
  public var schedule: Schedule {
    let interval = text("interval").flatMap(Schedule.nanoseconds) ?? 300_000_000_000
    return Schedule(
      interval: interval, from: text("from").flatMap { DateMath($0) } ?? Self.defaultFrom,
      to: text("to").flatMap { DateMath($0) } ?? .now)
  }

  private static let defaultFrom = DateMath("now-6m") ?? .now

  /// The field by which runs choose events in place of `@timestamp`.
  public var timestampOverride: String? { text("timestamp_override").flatMap { $0.isEmpty ? nil : $0 } }

  /// The most alerts that one run raises.
  public var maxSignals: Int { fields["max_signals"]?.integer ?? 100 }

  /// The field that EQL orders events by.
  public var timestampField: String { text("timestamp_field") ?? "@timestamp" }

  /// The field that orders events of the same time in EQL.
  public var tiebreakerField: String? { text("tiebreaker_field") }

  /// The field that the category of an EQL query is a value of.
  public var eventCategoryField: String { text("event_category_override") ?? "event.category" }

  /// The fields of a threshold.
  public var thresholdFields: [String] { strings(fields["threshold"]?["field"]) }

  /// The number of events of a threshold.
  public var thresholdValue: Int { fields["threshold"]?["value"]?.integer ?? 1 }

  /// The field and number of distinct values that a threshold also asks for.
  public var thresholdCardinality: (field: String, value: Int)? {
    guard let first = fields["threshold"]?["cardinality"]?.array?.first, let field = first["field"]?.string,
      let value = first["value"]?.integer
    else { return nil }
    return (field, value)
  }

  /// The fields whose combinations must be new.
  public var newTermsFields: [String] { strings(fields["new_terms_fields"]) }

  /// Where the history begins in which a combination must not occur.
  public var historyWindowStart: DateMath? { text("history_window_start").flatMap { DateMath($0) } }

  /// The index patterns of indicators.
  public var threatIndex: [String] { strings(fields["threat_index"]) }

  /// Which fields of event and indicator must agree: one of the groups, and in it every entry.
  public var threatMapping: [[ThreatMapping]] {
    (fields["threat_mapping"]?.array ?? []).map { group in
      (group["entries"]?.array ?? []).compactMap { entry in
        guard let field = entry["field"]?.string, let value = entry["value"]?.string else { return nil }
        return ThreatMapping(field: field, value: value, isNegated: entry["negate"]?.bool ?? false)
      }
    }
  }

  /// The object of an indicator that alerts show.
  public var threatIndicatorPath: String { text("threat_indicator_path") ?? "threat.indicator" }

  /// Kibana's filters on indicators.
  public var threatFilters: [JSON] { fields["threat_filters"]?.array ?? [] }

  /// The machine learning jobs whose anomalies raise alerts.
  public var machineLearningJobs: [String] { strings(fields["machine_learning_job_id"]) }

  /// The lowest score of an anomaly that raises an alert, 0 to 100.
  public var anomalyThreshold: Int { fields["anomaly_threshold"]?.integer ?? 0 }

  /// How alerts are suppressed; nil when they are not.
  public var suppression: Suppression? {
    guard let suppression = fields["alert_suppression"], suppression.object != nil else { return nil }
    let length = suppression["duration"].flatMap { duration in
      duration["value"]?.integer.flatMap { Schedule.nanoseconds("\($0)\(duration["unit"]?.string ?? "")") }
    }
    return Suppression(
      fields: type == .threshold ? thresholdFields : strings(suppression["group_by"]), duration: length,
      groupsMissing: suppression["missing_fields_strategy"]?.string != "doNotSuppress")
  }

  private func text(_ key: String) -> String? { fields[key]?.string }

  /// A list of texts, or one text.
  private func strings(_ value: JSON?) -> [String] {
    if let text = value?.string { return text.isEmpty ? [] : [text] }
    return (value?.array ?? []).compactMap(\.string)
  }
}

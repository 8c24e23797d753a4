/// The keys that rule files may have.
enum RuleKeys {
  /// Keys of `[rule]` and of rules in the API.
  static let rule: Set<String> = [
    "actions", "alert_suppression", "anomaly_threshold", "author", "building_block_type",
    "concurrent_searches",
    "created_at", "created_by", "data_view_id", "description", "enabled", "event_category_override",
    "exceptions_list", "execution_summary", "false_positives", "filters", "from", "history_window_start",
    "id",
    "immutable", "index", "interval", "investigation_fields", "items_per_search", "language", "license",
    "machine_learning_job_id", "max_signals", "meta", "name", "namespace", "new_terms", "new_terms_fields",
    "note",
    "outcome", "output_index", "query", "references", "related_integrations", "required_fields",
    "response_actions",
    "revision", "risk_score", "risk_score_mapping", "rule_id", "rule_name_override", "rule_source",
    "saved_id",
    "setup", "severity", "severity_mapping", "tags", "threat", "threat_filters", "threat_index",
    "threat_indicator_path", "threat_language", "threat_mapping", "threat_query", "threshold", "throttle",
    "tiebreaker_field", "timeline_id", "timeline_title", "timestamp_field", "timestamp_override",
    "timestamp_override_fallback_disabled", "to", "type", "updated_at", "updated_by", "version",
  ]

  /// Keys of `[metadata]`.
  static let metadata: Set<String> = [
    "bypass_bbr_timing", "comments", "creation_date", "deprecation_date", "extended", "integration",
    "maturity",
    "min_stack_comments", "min_stack_version", "os_type_list", "promotion", "query_schema_validation",
    "related_endpoint_rules", "updated_date",
  ]

  /// Keys at the top of a TOML file.
  static let file: Set<String> = ["metadata", "rule", "transform", "test", "investigation"]

  /// Keys of a `[[test]]`.
  static let test: Set<String> = ["name", "alerts", "events", "files", "indicators"]

  /// Keys that only some kinds of rules have, in the order of the alphabet.
  static let perType: [RuleType: [String]] = [
    .threshold: ["threshold"],
    .newTerms: ["history_window_start", "new_terms_fields"],
    .threatMatch: [
      "concurrent_searches", "items_per_search", "threat_filters", "threat_index", "threat_indicator_path",
      "threat_language", "threat_mapping", "threat_query",
    ],
    .machineLearning: ["anomaly_threshold", "machine_learning_job_id"],
    .eql: ["event_category_override", "timestamp_field", "tiebreaker_field"],
  ]

  /// The known key that looks most like an unknown one; nil when none does.
  static func nearest(to key: String, in known: Set<String>) -> String? {
    let candidates = known.map { ($0, distance($0, key)) }.filter { $0.1 <= max(2, key.count / 3) }
    return candidates.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// The Levenshtein distance.
  private static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left.utf8.prefix(64)), Array(right.utf8.prefix(64)))
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var previous = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let cost = x == y ? previous : 1 + min(previous, row[j], row[j + 1])
        previous = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[b.count]
  }
}

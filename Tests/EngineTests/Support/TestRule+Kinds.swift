extension TestRule {
  /// Indicator match rules: of indicators that come as events, with a look-back and without; of a file, and of both.
  static let threats = [
    threat("threat", "@timestamp >= \"now-1h\" and event.kind: enrichment", "from = \"now-9m\""),
    threat(
      "threat-hourly", "@timestamp > \"now-2h/h\" and event.kind: enrichment",
      "from = \"now-70m\"\ninterval = \"1h\""),
    threat(
      "threat-arrival", "event.kind: enrichment",
      "from = \"now-9m\"\nmax_signals = 2\ntimestamp_override = \"event.ingested\""),
    threat("threat-file", "@timestamp >= \"now-3h\"", "from = \"now-9m\"", index: "logs-file_*"),
    threat("threat-both", "@timestamp >= \"now-3h\"", "from = \"now-15m\"", index: "logs-*_test"),
  ]

  /// The file of indicators that `threats` read.
  static let indicators = [
    #"{"_id":"i1","_index":"logs-file_test","_source":{"@timestamp":"2026-10-14T09:00:00Z","#
      + #""threat":{"indicator":{"ip":"192.0.2.4"}}}}"#,
    #"{"_id":"i2","_index":"logs-file_test","_source":{"@timestamp":"2026-10-14T12:00:00Z","#
      + #""threat":{"indicator":{"ip":"192.0.2.8/31"}}}}"#,
  ].joined(separator: "\n")

  private static func threat(_ id: String, _ query: String, _ rest: String, index: String = "logs-ti_*")
    -> String
  {
    toml(
      id, "threat_match",
      """
      language = "kuery"
      query = "event.action: *"
      index = ["logs-test"]
      threat_index = ["\(index)"]
      threat_language = "kuery"
      threat_query = '\(query)'
      threat_mapping = [{ entries = [{ field = "source.ip", type = "mapping", value = "threat.indicator.ip" }] }]
      \(rest)
      """)
  }

  /// Rules whose alerts are joined: by run and by time, of single events and of several.
  static let suppressing = [
    kuery("joined-by-run", "query", "event.action: login", "from = \"now-20m\"", joins()),
    kuery("joined-by-time", "query", "event.action: login", "from = \"now-9m\"", joins("40m")),
    kuery(
      "joined-by-arrival", "query", "event.action: (login or read)",
      "from = \"now-9m\"\nmax_signals = 4\ntimestamp_override = \"event.ingested\"", joins("25m")),
    toml(
      "joined-eql", "eql",
      """
      language = "eql"
      query = 'any where event.action == "read"'
      from = "now-9m"
      \(joins("1h"))
      """),
    kuery(
      "joined-threshold", "threshold", "event.action: *",
      "from = \"now-15m\"\nthreshold = { field = [\"user.name\"], value = 2 }",
      "alert_suppression = { duration = { value = 1, unit = \"h\" } }"),
    kuery(
      "joined-new-terms", "new_terms", "event.action: *",
      "from = \"now-9m\"\nnew_terms_fields = [\"user.name\", \"source.ip\"]\nhistory_window_start = \"now-2h\"",
      joins("30m")),
    toml(
      "joined-sequence", "eql",
      """
      language = "eql"
      query = '''sequence by user.name with maxspan=15m [any where event.action == "login"] [any where event.action == "read"]'''
      from = "now-30m"
      \(joins("1h"))
      """),
    toml(
      "joined-table", "esql",
      """
      language = "esql"
      query = 'from logs-* | where event.action == "login" | stats count = count(*) by user.name | where count >= 2'
      from = "now-25m"
      \(joins("3h"))
      """),
    threat(
      "joined-threat", "@timestamp >= \"now-1h\" and event.kind: enrichment",
      "from = \"now-9m\"\n\(joins("30m"))"),
  ]

  private static func kuery(_ id: String, _ type: String, _ query: String, _ rest: String...) -> String {
    toml(
      id, type, "language = \"kuery\"\nquery = \"\(query)\"\n" + rest.joined(separator: "\n"))
  }

  private static func joins(_ duration: String? = nil) -> String {
    let time =
      duration.map { ", duration = { value = \($0.dropLast()), unit = \"\($0.suffix(1))\" }" } ?? ""
    return
      "alert_suppression = { group_by = [\"user.name\"], missing_fields_strategy = \"suppress\"\(time) }"
  }

  /// Machine learning rules: of both detectors, with periods that are shorter and longer than those that are compared.
  static let anomalies = [
    anomaly("rare", "rare_error_code", 20, "from = \"now-45m\"\ninterval = \"15m\""),
    anomaly("rare-short", "rare_error_code", 20, "from = \"now-6m\"\ninterval = \"5m\""),
    anomaly("rare-method", "rare_method_for_a_user_id", 25, "from = \"now-30m\"\ninterval = \"10m\""),
    anomaly(
      "rare-arrival", "rare_error_code_ea", 20, "from = \"now-9m\"\ntimestamp_override = \"event.ingested\""),
    anomaly("many", "high_distinct_count_error_message", 3, "from = \"now-45m\"\ninterval = \"15m\""),
    anomaly("many-short", "high_distinct_count_error_message", 3, "from = \"now-7m\"\ninterval = \"5m\""),
  ]

  private static func anomaly(_ id: String, _ job: String, _ threshold: Int, _ rest: String) -> String {
    toml(
      id, "machine_learning",
      "machine_learning_job_id = [\"\(job)\"]\nanomaly_threshold = \(threshold)\n\(rest)")
  }
}

/// Rules in TOML for tests.
enum TestRule {
  static func toml(_ id: String, _ type: String, _ rest: String) -> String {
    """
    [rule]
    author = ["A"]
    description = "d"
    name = "Rule \(id)"
    risk_score = 47
    rule_id = "\(id)"
    severity = "medium"
    type = "\(type)"
    \(rest)
    """
  }

  /// A rule of each kind, some that choose events by their own time and some by that of their arrival.
  static let every = [
    toml("query", "query", "language = \"kuery\"\nquery = \"event.action: login\"\nfrom = \"now-20m\""),
    toml(
      "query-capped", "query",
      """
      language = "kuery"
      query = "event.action: (login or delete)"
      from = "now-9m"
      max_signals = 3
      timestamp_override = "event.ingested"
      """),
    toml(
      "eql", "eql",
      "language = \"eql\"\nquery = \"any where event.action == \\\"delete\\\"\"\nfrom = \"now-9m\""),
    toml(
      "threshold", "threshold",
      """
      language = "kuery"
      query = "event.action: login"
      from = "now-30m"
      interval = "10m"
      threshold = { field = ["user.name"], value = 3 }
      """),
    toml(
      "threshold-arrival", "threshold",
      """
      language = "kuery"
      query = "event.action: *"
      from = "now-12m"
      timestamp_override = "event.ingested"
      threshold = { field = ["user.name"], value = 2, cardinality = [{ field = "source.ip", value = 2 }] }
      """),
    toml(
      "new-terms", "new_terms",
      """
      language = "kuery"
      query = "event.action: *"
      from = "now-9m"
      timestamp_override = "event.ingested"
      new_terms = { field = "new_terms_fields", value = ["user.name", "source.ip"], \
      history_window_start = [{ field = "history_window_start", value = "now-1d" }] }
      """.replacingLineContinuations),
    toml(
      "sequence", "eql",
      """
      language = "eql"
      query = '''sequence by user.name with maxspan=15m [any where event.action == "login"] [any where event.action == "delete"]'''
      from = "now-30m"
      """),
    toml(
      "table", "esql",
      """
      language = "esql"
      query = '''from logs-* | where event.action == "delete" | stats count = count(*) by user.name | where count >= 2'''
      from = "now-25m"
      """),
    toml(
      "rows", "esql",
      """
      language = "esql"
      query = '''from logs-* metadata _id, _index, _version | where event.action == "delete" and user.name == "eve"'''
      from = "now-15m"
      timestamp_override = "event.ingested"
      """),
  ]
}

extension String {
  /// TOML has no continued lines outside strings: they are joined.
  fileprivate var replacingLineContinuations: String { split(separator: "\\\n").joined() }
}

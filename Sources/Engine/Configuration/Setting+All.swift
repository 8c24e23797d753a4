import Events

extension Setting {
  /// Every setting that is one value. Tables of lists (`[[input.s3]]`, `[[notify.sink]]` …) are described beside their readers.
  public static let all: [Setting] = server + storage + rules + mapping + monitoring + aws

  private static let server = [
    Setting("server.listen", .text, "127.0.0.1:9400", "The address and port of the web interface and API."),
    Setting("server.tls_certificate", .text, nil, "A file with the certificate chain in PEM."),
    Setting("server.tls_key", .text, nil, "A file with the private key in PEM."),
    Setting(
      "server.allow_plaintext", .flag, false,
      "Listen beyond loopback without TLS, for a proxy in front that has it."),
    Setting(
      "server.public_url", .text, nil, "How browsers reach the server; links in notifications begin with it."),
    Setting(
      "server.body_limit", .number(1...1024), 64,
      "The most megabytes a request may have, after decompression."),
    Setting("server.session_lifetime", .duration, "12h", "How long a sign-in lasts without use."),
  ]

  private static let storage = [
    Setting("storage.data", .text, "./nightjar-data", "The folder in which everything is kept."),
    Setting("storage.retention", .duration, "90d", "How long events are kept, by their time. Alerts stay."),
    Setting("storage.incident_gap", .duration, "24h", "The longest pause between alerts of one incident."),
  ]

  private static let rules = [
    Setting("rules.paths", .texts, [], "Rule files and folders, beside the built-in rules."),
    Setting("rules.builtin", .flag, true, "Whether the built-in rules run."),
    Setting("rules.reload", .duration, "5s", "How often rule files are looked at for changes."),
    Setting(
      "rules.on_arrival", .flag, true, "Whether rules about single events judge them when they arrive."),
    Setting("rules.concurrency", .number(1...64), 2, "How many groups of rules run at the same time."),
    Setting(
      "rules.exceptions", .texts, [], "Files with exceptions (.ndjson from Kibana, .toml of our own form)."),
    Setting("rules.indicators", .texts, [], "Files with threat indicators (NDJSON, CSV or STIX 2.1)."),
    Setting("rules.tables", .texts, [], "Tables for ENRICH and LOOKUP JOIN, each as name=file."),
  ]

  private static let mapping = [
    Setting("mapping.geo", .texts, [], "MaxMind databases (.mmdb) for places and networks of addresses."),
    Setting(
      "mapping.full_values", .flag, false, "Match values of any length, beyond Elasticsearch's limits."),
    Setting("input.inbox", .flag, true, "Whether the folder inbox below the data folder is watched."),
    Setting("input.poll", .duration, "1s", "How often watched folders are looked at."),
    Setting("input.bulk", .flag, true, "Whether the Elasticsearch-compatible bulk API takes events."),
  ]

  private static let monitoring = [
    Setting(
      "monitoring.silence", .duration, "6h",
      "After so long without events of an account and region an alert is raised."),
    Setting("monitoring.lag", .duration, "15m", "A rule that is so far behind its schedule raises an alert."),
    Setting(
      "monitoring.clock_skew", .duration, "10m", "Events that lie so far ahead of the clock raise an alert."),
    Setting(
      "monitoring.heartbeat_url", .text, nil,
      "A URL that is called while everything works (dead man's switch)."),
    Setting("monitoring.heartbeat_interval", .duration, "1m", "How often it is called."),
  ]

  private static let aws = [
    Setting("aws.profile", .text, nil, "The profile of the shared AWS configuration."),
    Setting("aws.region", .text, nil, "The region of calls that name none."),
    Setting("aws.endpoint_url", .text, nil, "Another endpoint for all AWS services, such as a test server."),
  ]
}

/// The rows behind `FieldTypes`: which fields of ECS are not keywords.
///
/// Most types follow from the last part of the name (`*.port` is a long in every ECS field set), so those are rows
/// of `byLastName`; `exact` holds the rest and the AWS integration's own fields.
extension FieldTypes {
  /// Types that hold for every ECS field whose path ends in the name.
  static let byLastName: [String: FieldType] = table([
    (
      .boolean,
      [
        "exists", "go_stripped", "interactive", "managed", "mfa_enabled", "same_as_process", "trusted",
        "valid",
      ]
    ),
    (
      .date,
      [
        "accessed", "created", "creation_date", "ctime", "end", "first_seen", "last_activity", "last_seen",
        "last_seen_timestamp", "modified_at", "mtime", "not_after", "not_before", "start", "timestamp",
      ]
    ),
    (
      .double,
      [
        "calculated_score", "calculated_score_norm", "static_score", "static_score_norm", "usage",
      ]
    ),
    (
      .flattened,
      [
        "exports", "go_imports", "imports", "messages",
      ]
    ),
    (
      .geoPoint,
      [
        "location"
      ]
    ),
    (
      .ip,
      [
        "ip"
      ]
    ),
    (
      .long,
      [
        "args_count", "bytes", "chi2", "entropy", "entrypoint", "exit_code", "go_imports_names_entropy",
        "go_imports_names_var_entropy", "imports_names_entropy", "imports_names_var_entropy", "major",
        "minor", "number", "packets", "physical_size", "pid", "port", "public_key_exponent",
        "public_key_size", "scanner_stats", "sightings", "size", "uptime", "var_entropy", "virtual_address",
        "virtual_size", "vpid",
      ]
    ),
    (
      .matchOnlyText,
      [
        "message"
      ]
    ),
    (
      .nested,
      [
        "sections", "segments",
      ]
    ),
    (
      .wildcard,
      [
        "command_line", "content", "strings",
      ]
    ),
  ])

  /// Types of single fields. They win over `byLastName`.
  static let exact: [String: FieldType] = table([
    (
      .boolean,
      [
        "aws.cloudtrail.console_login.additional_eventdata.mfa_used",
        "aws.cloudtrail.console_login.additional_eventdata.mobile_version", "aws.cloudtrail.read_only",
        "aws.cloudtrail.user_identity.session_context.assumed_root", "container.security_context.privileged",
        "faas.coldstart", "process.io.max_bytes_per_process_exceeded", "tls.established", "tls.resumed",
        "volume.removable", "volume.writable",
      ]
    ),
    (
      .constantKeyword,
      [
        "data_stream.dataset", "data_stream.namespace", "data_stream.type", "event.dataset", "event.module",
      ]
    ),
    (
      .date,
      [
        "@timestamp", "aws.cloudtrail.user_identity.session_context.creation_date",
        "email.delivery_timestamp", "email.origination_timestamp", "event.ingested",
        "kibana.alert.intended_timestamp", "kibana.alert.last_detected", "kibana.alert.original_time",
        "kibana.alert.start", "package.installed", "threat.enrichments.matched.occurred",
      ]
    ),
    (
      .double,
      [
        "event.risk_score", "event.risk_score_norm", "gen_ai.request.frequency_penalty",
        "gen_ai.request.presence_penalty", "gen_ai.request.temperature", "gen_ai.request.top_k",
        "gen_ai.request.top_p", "vulnerability.score.base", "vulnerability.score.environmental",
        "vulnerability.score.temporal",
      ]
    ),
    (
      .flattened,
      [
        "gen_ai.system_instructions", "gen_ai.tool.call.arguments", "gen_ai.tool.call.result",
        "gen_ai.tool.definitions", "log.syslog.structured_data",
      ]
    ),
    (
      .ip,
      [
        "dns.resolved_ip", "network.forwarded_ip",
      ]
    ),
    (
      .keyword,
      [
        "file.elf.segments.sections", "process.elf.segments.sections",
        "process.parent.elf.segments.sections", "registry.data.bytes",
        "threat.enrichments.indicator.file.elf.segments.sections",
        "threat.enrichments.indicator.registry.data.bytes", "threat.indicator.file.elf.segments.sections",
        "threat.indicator.registry.data.bytes",
      ]
    ),
    (
      .long,
      [
        "dns.answers.ttl", "event.duration", "event.sequence", "event.severity",
        "gen_ai.request.choice.count", "gen_ai.request.max_tokens", "gen_ai.request.seed",
        "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "http.response.status_code",
        "kibana.alert.depth", "kibana.alert.risk_score", "log.origin.file.line", "log.syslog.facility.code",
        "log.syslog.priority", "log.syslog.severity.code", "process.io.bytes_skipped.length",
        "process.io.bytes_skipped.offset", "process.io.total_bytes_captured",
        "process.io.total_bytes_skipped", "process.parent.thread.id", "process.thread.id",
        "process.tty.columns", "process.tty.rows",
      ]
    ),
    (.matchOnlyText, ["message"]),
    (
      .nested,
      [
        "email.attachments", "gen_ai.request.encoding_formats", "gen_ai.request.stop_sequences",
        "gen_ai.response.finish_reasons", "threat.enrichments",
      ]
    ),
    (
      .text,
      [
        "powershell.file.script_block_text"
      ]
    ),
    (
      .wildcard,
      [
        "email.message_id", "error.stack_trace", "process.io.text", "threat.enrichments.indicator.url.full",
        "threat.enrichments.indicator.url.original", "threat.enrichments.indicator.url.path",
        "threat.indicator.url.full", "threat.indicator.url.original", "threat.indicator.url.path",
        "url.full", "url.original", "url.path",
      ]
    ),
  ])

  /// The first path parts of ECS: `byLastName` says nothing about other field sets.
  static let ecsRoots: Set<String> = [
    "@timestamp", "agent", "client", "cloud", "container", "data_stream", "destination", "device", "dll",
    "dns", "ecs", "email", "entity", "error", "event", "faas", "file", "gen_ai", "group", "host", "http",
    "labels", "log", "message", "network", "observer", "orchestrator", "organization", "package",
    "process", "registry", "related", "rule", "server", "service", "source", "span", "tags", "threat",
    "tls", "trace", "transaction", "url", "user", "user_agent", "volume", "vulnerability",
  ]

  private static func table(_ rows: [(FieldType, [String])]) -> [String: FieldType] {
    var result: [String: FieldType] = [:]
    for (type, names) in rows {
      for name in names { result[name] = type }
    }
    return result
  }
}

import Events
import OrderedCollections
import Rules

/// One alert of a report with its details.
struct AlertDetails {
  private let row: AlertRow
  private let document: JSONObject

  init(_ row: AlertRow) {
    self.row = row
    document = row.document
  }

  private static let fields: [(label: String, path: String)] = [
    ("Event time", "kibana.alert.original_time"), ("Action", "event.action"), ("Service", "event.provider"),
    ("Outcome", "event.outcome"), ("Error", "aws.cloudtrail.error_code"),
    ("Error message", "aws.cloudtrail.error_message"), ("Principal", "aws.cloudtrail.user_identity.arn"),
    ("Principal type", "aws.cloudtrail.user_identity.type"),
    ("Session issuer", "aws.cloudtrail.user_identity.session_context.session_issuer.arn"),
    ("MFA", "aws.cloudtrail.user_identity.session_context.mfa_authenticated"),
    ("Access key", "aws.cloudtrail.user_identity.access_key_id"), ("Source", "source.address"),
    ("Country", "source.geo.country_name"), ("Network", "source.as.organization.name"),
    ("User agent", "user_agent.original"), ("Account", "cloud.account.id"), ("Region", "cloud.region"),
    ("Request", "aws.cloudtrail.request_parameters"), ("Response", "aws.cloudtrail.response_elements"),
    ("Event id", "event.id"), ("Rule id", "kibana.alert.rule.rule_id"), ("Alert id", "kibana.alert.uuid"),
  ]

  var html: String {
    let severity = ["low", "medium", "high", "critical"].contains(row.severity) ? row.severity : "low"
    return """
      <details class="alert \(severity)"><summary><span class="badge \(severity)">\(severity)</span>
      <time>\(HTML.escape(AlertTable.shortTime(row.time)))</time> <span class="rule">\(HTML.escape(row.ruleName))</span>
      <span class="who">\(HTML.escape(who))</span></summary>
      <div class="body"><p>\(HTML.escape(row.reason))</p>\(table)\(attack)\(guide)\(json)</div></details>
      """
  }

  private var who: String {
    [row.principal, row.action, row.source, row.region].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private var table: String {
    let fields = Self.fields.compactMap { label, path in
      AlertFields.text(document, path).map { (label, $0) }
    }
    let lines = (AlertFindings.rows(document) + fields).map { label, value in
      "<tr><th scope=\"row\">\(HTML.escape(label))</th><td>\(HTML.escape(value))</td></tr>"
    }
    return "<table>\(lines.joined())</table>"
  }

  private var attack: String {
    let threats = AlertFields.value(document, "kibana.alert.rule.threat")?.array ?? []
    let items = threats.map { threat in
      let tactic = [threat[path: "tactic.id"]?.string, threat[path: "tactic.name"]?.string].compactMap(\.self)
      let techniques = (threat["technique"]?.array ?? []).flatMap { [$0] + ($0["subtechnique"]?.array ?? []) }
      let names = techniques.map {
        [$0["id"]?.string, $0["name"]?.string].compactMap(\.self).joined(separator: " ")
      }
      let text = tactic.joined(separator: " ") + (names.isEmpty ? "" : ": " + names.joined(separator: ", "))
      return "<li>\(HTML.escape(text))</li>"
    }
    return items.isEmpty ? "" : "<h3>ATT&amp;CK</h3><ul>\(items.joined())</ul>"
  }

  private var guide: String {
    guard let note = AlertFields.text(document, "kibana.alert.rule.note"), !note.isEmpty else {
      return ""
    }
    return "<details><summary>Investigation guide</summary>\(MarkdownHTML.render(note))</details>"
  }

  /// The source event without what the rule says, which stands above.
  private var json: String {
    let event = document.filter { !$0.key.hasPrefix("kibana.alert.rule.") }
    return
      "<details><summary>JSON</summary><pre><code>\(HTML.escape(JSONWriter.text(.object(event), indented: true)))</code></pre></details>"
  }
}

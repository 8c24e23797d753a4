import Detection
import Engine
import Events
import Foundation
import HTTPTypes
import Hummingbird
import OrderedCollections
import Rules

/// The editor of rules: text in, a check while it is typed, a preview over stored events, and only then it is kept.
struct RuleEditorPages: RouteGroup {
  let site: PageSite

  /// A rule's text has at most so many bytes.
  private static let maximumText = 1 << 20

  func add(to router: Router<ServerContext>) {
    router.get("/rules/new") { request, context in try await showNew(request, context) }
    router.get("/rules/:id/edit") { request, context in try await showEdit(request, context) }
    router.post("/rules/check") { request, context in try await check(request, context) }
    router.post("/rules/edit") { request, context in try await edit(request, context) }
  }

  private func showNew(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.writeRules)
    let parameters = request.parameters
    let language = parameters["lang"] ?? "kuery"
    let text = Self.template(
      query: parameters["q"] ?? "event.dataset: aws.cloudtrail and event.action: \"…\"", language: language)
    return page(text, isNew: true, request, context)
  }

  private func showEdit(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.writeRules)
    let id = try context.pathText("id")
    guard let rule = site.engine.rules.edition.rule(id) else {
      throw APIFailure.missing("there is no such rule")
    }
    return page(RuleWriter.toml(rule), isNew: false, request, context)
  }

  private func page(
    _ text: String, isNew: Bool, extra: PageValues = [:], _ request: Request, _ context: ServerContext
  ) -> Response {
    var values: PageValues = [
      "text": text, "isNew": isNew, "rows": max(18, min(44, text.split(separator: "\n").count + 3)),
      "check": self.check(of: text), "days": "7",
    ]
    values.merge(extra) { _, new in new }
    return site.respond(
      SitePage(
        template: "rule-editor", title: isNew ? "New rule" : "Edit rule", section: .rules, values: values),
      request, context)
  }

  /// A rule to begin with.
  private static func template(query: String, language: String) -> String {
    let type = ["eql": "eql", "esql": "esql"][language] ?? "query"
    func quoted(_ text: String) -> String { JSONWriter.text(.string(text)) }
    let index = type == "esql" ? "" : "index = [\"filebeat-*\", \"logs-aws.cloudtrail-*\"]\n"
    return """
      [rule]
      rule_id = "\(UUID().uuidString.lowercased())"
      name = "New rule"
      description = "What it finds, and why that matters."
      severity = "medium"
      risk_score = 47
      type = "\(type)"
      language = "\(language)"
      \(index)query = \(quoted(query))
      interval = "10m"
      from = "now-60m"
      enabled = true
      tags = ["Domain: Cloud", "Data Source: AWS"]
      note = ""

      """
  }

  // MARK: Checking

  private func check(_ request: Request, _ context: ServerContext) async throws -> Response {
    try context.require(.writeRules)
    let text = try await request.form(limit: Self.maximumText)["text"] ?? ""
    return site.fragment("rule-check", check(of: text), context)
  }

  private func check(of text: String) -> PageValues {
    do {
      let rule = try RuleLoader.parseTOML(text, path: "editor").rule
      let check = site.engine.rules.check(rule)
      let isOK = check?.status == .ok
      return [
        "isOK": isOK, "isWrong": !isOK,
        "words": isOK ? "The rule is complete and would run." : check?.reason ?? "The rule does not run.",
        "notes": (check?.notes ?? []).map { ["words": $0] as PageValues },
      ]
    } catch {
      return ["isOK": false, "isWrong": true, "words": error.description, "notes": [PageValues]()]
    }
  }

  // MARK: Preview and saving

  private func edit(_ request: Request, _ context: ServerContext) async throws -> Response {
    let actor = try context.require(.writeRules).actor
    let form = try await request.form(limit: Self.maximumText)
    let text = form["text"] ?? ""
    let isNew = form["new"] == "1"
    let rule: Rule
    do {
      rule = try RuleLoader.parseTOML(text, path: "editor").rule
    } catch {
      return page(text, isNew: isNew, request, context)
    }
    guard form["do"] == "save" else {
      return page(text, isNew: isNew, extra: try await preview(rule, form), request, context)
    }
    if isNew, site.engine.rules.edition.rule(rule.ruleID) != nil {
      throw APIFailure.conflict(
        "there is a rule \(rule.ruleID) already; edit it, or give this one another rule_id")
    }
    let book = site.engine.rules
    try await site.services.blocking { try book.putAll([(rule, nil)], by: actor) }
    return .seeOther(PageAddress.noting("/rules/\(PageAddress.encoded(rule.ruleID))", "saved"))
  }

  private func preview(_ rule: Rule, _ form: FormBody) async throws -> PageValues {
    let days = min(90, max(1, form["days"].flatMap(Int64.init) ?? 7))
    let now = site.now
    let from = Timestamp(nanoseconds: now.nanoseconds - days * 86_400_000_000_000)
    let preview = site.engine.preview
    var values: PageValues = ["days": String(days)]
    do {
      let result = try await site.services.blocking {
        try preview.run(rule, from: from, to: now, countsArrival: false)
      }
      values["preview"] = Self.values(result, from...now)
    } catch let failure as APIFailure where failure.status == .badRequest {
      values["previewRefusal"] = failure.reason
    }
    return values
  }

  private static func values(_ result: Preview.Result, _ period: ClosedRange<Timestamp>) -> PageValues {
    let interval = max(
      3_600_000_000_000, (period.upperBound.nanoseconds - period.lowerBound.nanoseconds) / 80)
    var counts: [Int64: (alerts: Int, expected: Int)] = [:]
    for alert in result.alerts {
      guard let time = alert.originalTime ?? alert.document["@timestamp"]?.string.flatMap({ Timestamp($0) })
      else { continue }
      let start =
        period.lowerBound.nanoseconds + (time.nanoseconds - period.lowerBound.nanoseconds) / interval
        * interval
      var count = counts[start] ?? (0, 0)
      if alert.exception == nil { count.alerts += 1 } else { count.expected += 1 }
      counts[start] = count
    }
    let bars = counts.sorted { $0.key < $1.key }.map { start, count in
      HistogramChart.Bar(
        start: Timestamp(nanoseconds: start),
        parts: [("fill-high", "alerts", count.alerts), ("fill-low", "expected", count.expected)])
    }
    let chart = HistogramChart(bars: bars, period: period, interval: interval, noun: "alerts")
    return [
      "runCount": TimeText.count(result.runCount),
      "alertCount": TimeText.count(result.alerts.count { $0.exception == nil }),
      "expectedCount": TimeText.count(result.alerts.count { $0.exception != nil }), "chart": chart.values(),
      "warnings": result.warnings.prefix(20).map { ["words": $0] as PageValues },
      "samples": result.alerts.prefix(20).map { alert in
        [
          "at": alert.originalTime.map(TimeText.utc) ?? "–",
          "reason": alert.document["kibana.alert.reason"]?.string ?? "",
          "expectedBy": alert.exception ?? "",
        ] as PageValues
      },
    ]
  }
}

import Events
import OrderedCollections
import Rules

/// Makes one alert of those that have the same values in the fields of a rule's `alert_suppression`.
struct Suppressor {
  private let suppression: Suppression
  private let schedule: Schedule
  private let ruleID: String
  private let types: FieldTypes

  init(_ suppression: Suppression, of rule: Rule, types: FieldTypes) {
    self.suppression = suppression
    schedule = rule.schedule
    ruleID = rule.ruleID
    self.types = types
  }

  /// Joins the alerts of the rule.
  ///
  /// - Parameters:
  ///   - alerts: The alerts of the rule.
  ///   - state: The alerts of earlier runs that suppress others.
  /// - Returns: The alerts that remain, in the order of time, and the windows of alerts of earlier runs that took some in.
  func apply(_ alerts: [Alert], state: inout RuleState) -> (kept: [Alert], earlier: [SuppressionWindow]) {
    var kept: OrderedDictionary<String, (alert: Alert, terms: [JSON], window: SuppressionWindow)> = [:]
    var earlier: OrderedDictionary<String, SuppressionWindow> = [:]
    for alert in alerts.sorted(by: { Self.precedes($0, $1) }) {
      let time = alert.originalTime?.nanoseconds ?? 0
      guard let terms = terms(alert) else {
        kept[alert.uuid] = (alert, [], SuppressionWindow(alert: alert.uuid, start: time, end: time, count: 0))
        continue
      }
      let key = key(terms, time)
      if var window = state.suppression[key], isOpen(window, time) {
        window.end = max(window.end, time)
        window.count += 1
        state.suppression[key] = window
        if kept[window.alert] == nil { earlier[window.alert] = window }
        kept[window.alert]?.window = window
        continue
      }
      let window = SuppressionWindow(alert: alert.uuid, start: time, end: time, count: 0)
      state.suppression[key] = window
      kept[alert.uuid] = (alert, terms, window)
    }
    forget(before: kept.values.last?.window.start, &state)
    let alerts = kept.values.map { $0.terms.isEmpty ? $0.alert : finished($0.alert, $0.terms, $0.window) }
    return (alerts, Array(earlier.values))
  }

  /// Forgets windows that are long over, so that they do not gather: a week after their end nothing comes any more.
  private func forget(before time: Int64?, _ state: inout RuleState) {
    let week: Int64 = 7 * 86_400_000_000_000
    guard let time, state.suppression.count > Self.manyWindows else { return }
    state.suppression = state.suppression.filter { time - $0.value.end <= week + (suppression.duration ?? 0) }
  }

  /// From so many windows on, old ones are looked for.
  private static let manyWindows = 1000

  private static func precedes(_ left: Alert, _ right: Alert) -> Bool {
    (left.originalTime?.nanoseconds ?? 0, left.uuid) < (right.originalTime?.nanoseconds ?? 0, right.uuid)
  }

  /// The fields with their values; nil when one is missing and such alerts are not grouped.
  private func terms(_ alert: Alert) -> [JSON]? {
    var terms: [JSON] = []
    for field in suppression.fields {
      let values = FieldLookup.scalars(alert.document, field, types)
      if values.isEmpty, !suppression.groupsMissing { return nil }
      let value: JSON = values.isEmpty ? .null : values.count == 1 ? values[0] : .array(values)
      terms.append(["field": .string(field), "value": value])
    }
    return terms
  }

  /// Without a duration, alerts are grouped by run.
  private func key(_ terms: [JSON], _ time: Int64) -> String {
    let text = JSONWriter.text(.array(terms))
    guard suppression.duration == nil else { return text }
    return "\(schedule.firstRun(atOrAfter: Timestamp(nanoseconds: time)).nanoseconds) \(text)"
  }

  private func isOpen(_ window: SuppressionWindow, _ time: Int64) -> Bool {
    guard let duration = suppression.duration else { return true }
    return time - window.start <= duration
  }

  private func finished(_ alert: Alert, _ terms: [JSON], _ window: SuppressionWindow) -> Alert {
    var document = alert.document
    document["kibana.alert.suppression.terms"] = .array(terms)
    document["kibana.alert.suppression.start"] = .string(Timestamp(nanoseconds: window.start).description)
    document["kibana.alert.suppression.end"] = .string(Timestamp(nanoseconds: window.end).description)
    document["kibana.alert.suppression.docs_count"] = .number(JSONNumber(window.count))
    document["kibana.alert.instance.id"] = .string(AlertID.parts([ruleID, JSONWriter.text(.array(terms))]))
    return alert.with(document: document)
  }
}

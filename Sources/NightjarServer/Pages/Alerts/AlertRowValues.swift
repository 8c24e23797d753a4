import Events
import OrderedCollections
import Storage

/// The values of an alert's row in templates.
enum AlertRowValues {
  /// The values of a row with some columns.
  static func of(_ alert: StoredAlert, columns: [AlertColumn], now: Timestamp) -> PageValues {
    let row = alert.row
    return [
      "uuid": row.uuid, "path": "/alerts/\(PageAddress.encoded(row.uuid))",
      "label": "\(row.severity.name) alert \(row.ruleName)",
      "cells": columns.map { cell($0, alert, now) },
    ]
  }

  private static func cell(_ column: AlertColumn, _ alert: StoredAlert, _ now: Timestamp) -> PageValues {
    let row = alert.row
    var values: PageValues = ["column": column.title]
    switch column {
    case .time:
      values["time"] = time(row.created, now)
    case .event:
      values["time"] = row.originalTime.map { time($0, now) } ?? ["utc": "–", "iso": "", "ago": ""]
    case .severity: values["severityCell"] = SeverityValues.of(row.severity.name)
    case .risk: values["number"] = row.risk
    case .rule:
      values["ruleCell"] = rule(alert)
    case .reason: values["wideText"] = reason(alert)
    case .status: values["stateCell"] = state(row)
    case .principal: field(&values, .principal, row.principal)
    case .account: field(&values, .account, row.account)
    case .region: field(&values, .region, row.region)
    case .address: field(&values, .address, row.address)
    case .action: field(&values, .action, row.action)
    case .assignees: values["text"] = row.assignees.joined(separator: ", ")
    case .tags: values["chips"] = row.tags.map { ["text": $0] as PageValues }
    }
    return values
  }

  private static func rule(_ alert: StoredAlert) -> PageValues {
    var values: PageValues = [
      "text": alert.row.ruleName, "path": "/rules/\(PageAddress.encoded(alert.row.ruleID))",
    ]
    if let count = alert.document["kibana.alert.suppression.docs_count"]?.integer, count > 0 {
      values["suppressed"] = count
    }
    if alert.row.isBuildingBlock { values["isBuildingBlock"] = true }
    return values
  }

  private static func field(_ values: inout PageValues, _ grouping: AlertGrouping, _ value: String?) {
    guard let value, !value.isEmpty else {
      values["text"] = "–"
      return
    }
    values["fieldCell"] =
      ["text": value, "field": grouping.field, "kql": KQLText.has(grouping.field, value)] as PageValues
  }

  /// The values of a time.
  static func time(_ time: Timestamp, _ now: Timestamp) -> PageValues {
    ["utc": TimeText.utc(time), "iso": time.description, "ago": TimeText.ago(time, now: now)]
  }

  /// The values of an alert's state.
  static func state(_ row: AlertRow) -> PageValues {
    if let exception = row.exception { return ["name": "expected", "words": "expected: \(exception)"] }
    let reason = row.status == .closed ? row.reason.map { ": \(reasonWords($0))" } ?? "" : ""
    return ["name": row.status.name, "words": row.status.name + reason]
  }

  /// A reason in words.
  static func reasonWords(_ reason: String) -> String { reason.replacing("_", with: " ") }

  /// What happened, in one sentence.
  static func reason(_ alert: StoredAlert) -> String { AlertSentence(alert).text }
}

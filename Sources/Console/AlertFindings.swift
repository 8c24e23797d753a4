import Events
import OrderedCollections
import Rules

/// What an alert says beyond its event: what a rule counted, compared or looked up.
enum AlertFindings {
  private static let longestList = 12

  /// The findings with their labels.
  static func rows(_ document: JSONObject) -> [(label: String, value: String)] {
    let found: [(String, String?)] = [
      ("Expected", AlertFields.text(document, "kibana.alert.workflow_reason")),
      ("Events", eventCount(document).map { Quantity.grouped($0) }),
      ("Threshold", threshold(document)),
      ("New values", list(AlertFields.value(document, "kibana.alert.new_terms"))),
      ("Indicators", indicators(document)), ("Anomaly score", AlertFields.text(document, "record_score")),
      ("Taken in", suppressed(document)),
    ]
    return found.compactMap { label, value in value.map { (label, $0) } } + columns(document)
  }

  /// How many events led to the alert; nil when it was one.
  static func eventCount(_ document: JSONObject) -> Int? {
    let counted = AlertFields.value(document, "kibana.alert.threshold_result")?["count"]?.integer
    let count = counted ?? AlertFields.value(document, "kibana.alert.ancestors")?.array?.count ?? 0
    return count > 1 ? count : nil
  }

  private static func list(_ value: JSON?) -> String? {
    guard let values = value?.array, !values.isEmpty else { return nil }
    let shown = values.prefix(longestList).map(text)
    let rest = values.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " … and \(rest) more" : "")
  }

  private static func text(_ value: JSON) -> String { value.string ?? JSONWriter.text(value) }

  private static func threshold(_ document: JSONObject) -> String? {
    guard let result = AlertFields.value(document, "kibana.alert.threshold_result") else { return nil }
    let terms = (result["terms"]?.array ?? []).map { term in
      "\(term["field"]?.string ?? ""): \(term["value"].map(text) ?? "")"
    }
    let distinct = (result["cardinality"]?.array ?? []).map { row in
      "\(row["value"].map(text) ?? "") values of \(row["field"]?.string ?? "")"
    }
    return (terms + distinct).joined(separator: ", ")
  }

  private static func indicators(_ document: JSONObject) -> String? {
    let matched = (AlertFields.value(document, "threat.enrichments")?.array ?? []).compactMap {
      row -> JSON? in
      guard let value = row[path: "matched.atomic"]?.string, let field = row[path: "matched.field"]?.string
      else {
        return nil
      }
      return .string("\(field) \(value)")
    }
    return list(.array(matched))
  }

  private static func suppressed(_ document: JSONObject) -> String? {
    guard let count = AlertFields.value(document, "kibana.alert.suppression.docs_count")?.integer, count > 0
    else {
      return nil
    }
    let end = AlertFields.text(document, "kibana.alert.suppression.end").map { " until \($0)" } ?? ""
    return "\(Quantity.text(count, "more alert"))\(end)"
  }

  /// The columns that Elastic's ES|QL rules calculate.
  private static func columns(_ document: JSONObject) -> [(label: String, value: String)] {
    ["Esql", "Esql_priv"].flatMap { root in
      (document[root]?.object ?? [:]).map { name, value in (name, list(value) ?? text(value)) }
    }
  }
}

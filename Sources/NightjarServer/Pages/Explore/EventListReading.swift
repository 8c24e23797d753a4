import Events
import OrderedCollections
import Query
import Storage

/// What the list of events reads from the store in one snapshot.
struct EventListReading: Sendable {
  /// What was read.
  struct Content: Sendable {
    var rows: [(seq: Int64, document: JSONObject)] = []
    var total = 0
    var bars: [(start: Timestamp, count: Int)] = []
    var tops: [String: TopValues] = [:]
    var hasStored = true
  }

  let condition: Expression
  let range: TimeRange
  let types: FieldTypes
  let limit: Int
  let now: Timestamp
  let fields: [String]

  /// The fields whose most frequent values are shown.
  private static let tops = ["event.action", "event.provider", "user.name", "source.ip"]

  /// Reads everything.
  ///
  /// - Throws: `StoreError`.
  func read(_ reader: StoreReader) throws -> Content {
    var content = Content()
    var selection = EventSelection(time: range.period, order: .timeDescending, limit: limit, types: types)
    try reader.search(condition, selection) { event in
      content.rows.append((event.event.seq, event.document()))
      return true
    }
    selection.limit = nil
    selection.order = .arrival
    content.total = content.rows.count < limit ? content.rows.count : try reader.count(condition, selection)
    content.bars = try reader.histogram(condition, interval: range.interval(), selection)
    for field in Self.tops {
      content.tops[field] = try reader.topValues(of: field, condition, limit: 6, selection)
    }
    if content.rows.isEmpty { content.hasStored = try reader.eventCount() > 0 }
    return content
  }

  /// The values of the template.
  func values(_ content: Content, address: (String, String) -> String) -> PageValues {
    let bars = content.bars.map { HistogramChart.Bar(start: $0.start, parts: [("bar", "events", $0.count)]) }
    let chart = HistogramChart(
      bars: bars, period: range.period, interval: range.interval(), noun: "events")
    return [
      "total": TimeText.count(content.total), "shown": content.rows.count,
      "isPart": content.total > content.rows.count,
      "hasEvents": !content.rows.isEmpty, "chart": chart.values(),
      "columns": fields.map { ["name": $0] as PageValues },
      "events": content.rows.map(row),
      "tops": Self.tops.map { field in
        [
          "title": field,
          "rows": TopList.values((content.tops[field]?.values ?? []).map { ($0.text, $0.count) }) {
            address(field, $0)
          },
        ] as PageValues
      },
    ]
  }

  private func row(_ seq: Int64, _ document: JSONObject) -> PageValues {
    let value = JSON.object(document)
    let time = value["@timestamp"]?.string.flatMap { Timestamp($0) }
    return [
      "seq": seq, "utc": time.map(TimeText.utc) ?? "–", "iso": time?.description ?? "",
      "label": value[path: "event.action"]?.string ?? "event",
      "cells": fields.map { field -> PageValues in
        let content = value[path: field]
        let text = content?.string ?? content.map { JSONWriter.text($0) } ?? ""
        return [
          "column": field, "text": text, "kql": KQLText.has(field, text), "isFailure": text == "failure",
        ]
      },
    ]
  }
}

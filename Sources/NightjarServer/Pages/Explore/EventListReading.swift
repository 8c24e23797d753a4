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
    var tops: [String: [TopValues.Value]] = [:]
    /// How many events were not looked at yet, and whose counts lack them.
    var unsearched = 0
    var hasStored = true
  }

  let condition: Expression
  let range: TimeRange
  let types: FieldTypes
  let limit: Int
  let now: Timestamp
  let fields: [String]

  /// The fields whose most frequent values are shown.
  private static let tops: [EventField] = [.action, .provider, .user, .address]

  /// Events are looked through for so long; the page then says how many remain, and goes on.
  static let patience = Duration.milliseconds(300)

  /// What the list shows when it opens first.
  static func usual(now: Timestamp, types: FieldTypes) -> EventListReading {
    EventListReading(
      condition: .all, range: TimeRange(FormBody(""), usual: ExplorePages.usualPeriod, now: now),
      types: types,
      limit: ExplorePages.pageSize, now: now, fields: [])
  }

  /// Reads everything.
  ///
  /// - Parameters:
  ///   - reader: The snapshot.
  ///   - deadline: When no further events are looked through; nil for never.
  /// - Returns: What was read.
  /// - Throws: `StoreError`.
  func read(_ reader: StoreReader, until deadline: ContinuousClock.Instant?) throws -> Content {
    var content = Content()
    let request = EventOverviewRequest(
      condition: condition, time: range.period, interval: range.interval(), fields: Self.tops, newest: limit,
      types: types)
    let overview = try reader.overview(request, until: deadline)
    content.rows = try reader.documents(overview.newest)
    content.total = overview.total
    content.bars = overview.bars
    content.tops = overview.tops
    content.unsearched = overview.unsearched
    if content.rows.isEmpty { content.hasStored = try reader.eventCount() > 0 }
    return content
  }

  /// The values of the template.
  func values(_ content: Content, address: (String, String) -> String) -> PageValues {
    let bars = content.bars.map { HistogramChart.Bar(start: $0.start, parts: [("bar", "events", $0.count)]) }
    let chart = HistogramChart(
      bars: bars, period: range.period, interval: range.interval(), noun: "events")
    var values: PageValues = [
      "total": TimeText.count(content.total), "shown": content.rows.count,
      "isPart": content.total > content.rows.count,
      "hasEvents": !content.rows.isEmpty, "chart": chart.values(),
      "columns": fields.map { ["name": $0] as PageValues },
      "events": content.rows.map(row),
      "tops": Self.tops.map { field in
        [
          "title": field.path,
          "rows": TopList.values((content.tops[field.path] ?? []).map { ($0.text, $0.count) }) {
            address(field.path, $0)
          },
        ] as PageValues
      },
    ]
    if content.unsearched > 0 { values["unsearched"] = TimeText.count(content.unsearched) }
    return values
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

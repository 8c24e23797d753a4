import Events
import OrderedCollections
import Query
import Storage

/// What the list of alerts reads from the store in one snapshot, and the values that it makes of it.
struct AlertListReading: Sendable {
  /// What was read.
  struct Content: Sendable {
    var total = 0
    var alerts: [StoredAlert] = []
    var views: [AlertView: Int] = [:]
    var bars: [(start: Timestamp, counts: [AlertSeverity: Int])] = []
    var tops: [AlertGrouping: [AlertBucket]] = [:]
    var groups: [AlertBucket] = []
    var hasAny = true
    var hasEvents = true
    /// How many alerts were not looked at yet, and whose counts lack them.
    var unsearched = 0
    var unfinished: Set<AlertView> = []
  }

  let query: AlertListQuery
  let search: AlertSearch
  let now: Timestamp

  /// The groupings whose most frequent values are shown, which are also those of the controls.
  private static let shownTops: [AlertGrouping] = [.rule, .severity, .principal, .account, .region]

  /// The groupings that have a drop-down above the list.
  private static let controls: [AlertGrouping] = [.severity, .principal, .account, .region]

  /// Documents are looked at for so long; the page then says how many remain, and goes on.
  static let patience = Duration.milliseconds(100)

  /// Reads everything that the page shows.
  ///
  /// - Parameters:
  ///   - reader: The snapshot.
  ///   - deadline: When no further document is looked at.
  /// - Returns: What was read.
  /// - Throws: `StoreError`.
  func read(_ reader: StoreReader, until deadline: ContinuousClock.Instant) throws -> Content {
    var content = Content()
    let found = try reader.find(search, until: deadline)
    let page = try found.page()
    content.total = page.total
    content.alerts = page.alerts
    content.unsearched = found.unsearched
    content.bars = try found.histogram(interval: query.range.interval())
    for grouping in Self.shownTops {
      content.tops[grouping] = try found.counts(by: [grouping.field], limit: 6)
    }
    if !query.groups.isEmpty {
      content.groups = try found.counts(by: query.groups.map(\.field), limit: 50)
    }
    for view in AlertView.allCases {
      var other = search
      (other.statuses, other.includesExpected, other.includesUnexpected) = (nil, true, true)
      view.limit(&other)
      let others = view == query.view ? found : try reader.find(other, until: deadline)
      content.views[view] = try others.count()
      if others.unsearched > 0 {
        content.unfinished.insert(view)
        content.unsearched = max(content.unsearched, others.unsearched)
      }
    }
    if page.total == 0 {
      content.hasAny = try reader.lastAlertSeq() > 0
      content.hasEvents = try reader.eventCount() > 0
    }
    return content
  }

  // MARK: Values

  /// The values of the page's template.
  func values(_ content: Content) -> PageValues {
    var values: PageValues = [
      "total": TimeText.count(content.total), "hasAlerts": content.total > 0,
      "views": AlertView.allCases.map { view in
        [
          "name": view.title,
          "count": TimeText.count(content.views[view] ?? 0) + (content.unfinished.contains(view) ? "+" : ""),
          "isCurrent": view == query.view,
          "target": query.address([("view", view.rawValue)]),
        ] as PageValues
      },
      "chart": chart(content), "tops": tops(content),
      "rows": content.alerts.map { AlertRowValues.of($0, columns: query.columns, now: now) },
      "kept": query.fields(
        without: Set(["q", "from", "to", "col", "group", "blocks"]).union(Self.controls.map(\.rawValue))),
      "controls": Self.controls.map { control($0, content) },
      "all": query.fields(without: []), "chosenFilters": chosenFilters,
    ]
    if !query.groups.isEmpty { values["grouped"] = ["rows": groupRows(content.groups, 0, [])] as PageValues }
    if content.unsearched > 0 { values["unsearched"] = TimeText.count(content.unsearched) }
    addPaging(content, &values)
    if content.total == 0, content.unsearched == 0 { values["nothing"] = nothing(content) }
    return values
  }

  /// The drop-down of a control: the most frequent values, and those that are chosen.
  private func control(_ grouping: AlertGrouping, _ content: Content) -> PageValues {
    let chosen = query.chosen[grouping] ?? []
    let found = (content.tops[grouping] ?? []).compactMap { bucket in bucket.value.map { ($0, bucket.count) }
    }
    let others = chosen.filter { value in !found.contains { $0.0 == value } }.map { ($0, 0) }
    var values: PageValues = [
      "title": grouping.title,
      "options": (found + others).map { value, count in
        [
          "name": grouping.rawValue, "value": value, "count": TimeText.count(count),
          "isChosen": chosen.contains(value),
        ] as PageValues
      },
    ]
    if !chosen.isEmpty { values["chosenCount"] = chosen.count }
    return values
  }

  private var chosenFilters: [PageValues] {
    AlertGrouping.allCases.flatMap { grouping in
      (query.chosen[grouping] ?? []).map { value in
        [
          "title": grouping.title, "value": value,
          "target": query.address(
            [(grouping.rawValue, nil)]
              + (query.chosen[grouping] ?? []).filter { $0 != value }.map { (grouping.rawValue, $0) }),
        ] as PageValues
      }
    }
  }

  private func chart(_ content: Content) -> PageValues {
    let bars = content.bars.map { start, counts in
      HistogramChart.Bar(
        start: start,
        parts: AlertSeverity.allCases.map { ("fill-\($0.name)", $0.name, counts[$0] ?? 0) })
    }
    return HistogramChart(
      bars: bars, period: query.range.period, interval: query.range.interval(), noun: "alerts"
    ).values()
  }

  private func tops(_ content: Content) -> [PageValues] {
    Self.shownTops.map { grouping in
      let rows = (content.tops[grouping] ?? []).compactMap { bucket in bucket.value.map { ($0, bucket.count) }
      }
      return [
        "title": grouping.title,
        "rows": TopList.values(rows) { value in
          query.address([(grouping.rawValue, value)])
        },
      ]
    }
  }

  private func groupRows(_ buckets: [AlertBucket], _ level: Int, _ path: [(AlertGrouping, String)])
    -> [PageValues]
  {
    guard level < query.groups.count else { return [] }
    let grouping = query.groups[level]
    return buckets.flatMap { bucket -> [PageValues] in
      let value = bucket.value ?? ""
      let here = path + [(grouping, value)]
      var row: PageValues = [
        "title": grouping.title, "value": bucket.value ?? "none", "count": TimeText.count(bucket.count),
        "isSub": level == 1, "isSubSub": level == 2,
        "groupKQL": here.map { grouping, value in
          value.isEmpty ? "not \(grouping.field): *" : KQLText.has(grouping.field, value)
        }.joined(separator: " and "),
      ]
      if !here.contains(where: { $0.1.isEmpty }) {
        row["target"] = query.address([("group", nil)] + here.map { ($0.0.rawValue, Optional($0.1)) })
      }
      return [row] + groupRows(bucket.buckets, level + 1, here)
    }
  }

  private func addPaging(_ content: Content, _ values: inout PageValues) {
    let pages = max(1, (content.total + query.size - 1) / query.size)
    values["pageText"] = "Page \(query.page) of \(TimeText.count(pages))"
    if query.page > 1 { values["previous"] = query.address([("page", String(query.page - 1))]) }
    if query.page < pages { values["next"] = query.address([("page", String(query.page + 1))]) }
  }

  /// Why there is nothing to see, and what to do.
  private func nothing(_ content: Content) -> PageValues {
    var values: PageValues = [:]
    if !content.hasEvents {
      values["noEvents"] = true
    } else if !content.hasAny {
      values["noAlerts"] = true
    } else {
      values["noMatch"] = true
      values["wider"] = query.address([("from", "now-5y"), ("to", "now"), ("view", "all")])
      let others = AlertView.allCases.filter {
        $0 != query.view && $0 != .all && (content.views[$0] ?? 0) > 0
      }
      values["elsewhere"] = others.map { view in
        [
          "name": view.title, "count": content.views[view] ?? 0,
          "target": query.address([("view", view.rawValue)]),
        ] as PageValues
      }
    }
    return values
  }
}

import Events
import Evidence

/// The state of every control in every account and region, as far as events tell, and its blind windows as a chart.
struct VisibilityBoard {
  let windows: [BlindWindow]
  let places: Set<ControlPlace>
  let range: TimeRange
  let now: Timestamp

  private static let width = 1000.0
  private static let left = 300.0
  private static let right = 990.0
  private static let laneHeight = 26.0
  private static let maximumLanes = 60
  private static let maximumRows = 500

  /// The values of the template.
  var values: PageValues {
    let ongoing = windows.filter(\.isOngoing)
    var values: PageValues = [
      "ongoing": ongoing.map { window in
        ["sentence": window.sentence, "loses": window.control.loses, "target": Self.explore(window)]
          as PageValues
      },
      "offCount": ongoing.count, "windowCount": windows.count, "hasWindows": !windows.isEmpty,
      "placeCount": allPlaces.count, "hasPlaces": !allPlaces.isEmpty,
      "controls": VisibilityControl.all.map { ["name": $0.name, "loses": $0.loses] as PageValues },
      "places": allPlaces.map(place),
      "windows": windows.sorted { $0.start > $1.start }.prefix(Self.maximumRows).map(row),
    ]
    if !windows.isEmpty { values["chart"] = chart }
    return values
  }

  private var allPlaces: [ControlPlace] {
    let known = places.union(windows.map { ControlPlace(account: $0.account, region: $0.region) })
    return known.sorted { ($0.account, $0.region) < ($1.account, $1.region) }
  }

  private func place(_ place: ControlPlace) -> PageValues {
    [
      "account": place.account.isEmpty ? "unknown" : place.account,
      "region": place.region.isEmpty ? "global" : place.region,
      "cells": VisibilityControl.all.map { control in cell(control, place) },
    ]
  }

  /// What events tell of a control: off, back, or nothing.
  private func cell(_ control: VisibilityControl, _ place: ControlPlace) -> PageValues {
    let own = windows.filter { window in
      window.control.id == control.id && window.account == place.account && window.region == place.region
    }
    guard let last = own.max(by: { $0.start < $1.start }) else {
      return ["control": control.name, "isUnknown": true]
    }
    let open = own.filter(\.isOngoing)
    guard let off = open.min(by: { $0.start < $1.start }) else {
      return [
        "control": control.name, "state": "on", "words": "on since \(TimeText.minute(last.end))",
        "count": own.count,
      ]
    }
    return [
      "control": control.name, "state": "off", "words": "off since \(TimeText.minute(off.start))",
      "count": own.count,
    ]
  }

  private func row(_ window: BlindWindow) -> PageValues {
    [
      "title": window.title, "from": TimeText.utc(window.start),
      "until": window.isOngoing ? "ongoing" : TimeText.utc(window.end),
      "length": TimeText.duration(window.seconds), "opener": window.steps[0].facts.action,
      "who": window.steps[0].facts.actor.name,
      "closer": window.closing.map { "\($0.action) of \($0.actor.name)" } ?? "nobody",
      "isOngoing": window.isOngoing, "target": Self.explore(window),
      "notes": window.notes.map { ["words": $0] as PageValues },
    ]
  }

  /// The changes that happened in a window, in Explore.
  private static func explore(_ window: BlindWindow) -> String {
    let account = window.account.isEmpty ? "" : KQLText.has("cloud.account.id", window.account)
    let kql = KQLText.both(account, "event.outcome: success and not aws.cloudtrail.read_only: true")
    return PageAddress.path(
      "/explore", [("q", kql), ("from", window.start.description), ("to", window.end.description)])
  }

  // MARK: Chart

  private var chart: PageValues {
    let lanes = Dictionary(grouping: windows, by: \.title).sorted { $0.key < $1.key }.prefix(
      Self.maximumLanes)
    let bottom = 10 + Double(lanes.count) * Self.laneHeight
    let period = range.period
    return [
      "width": Int(Self.width), "height": Int(bottom + 18), "laneLeft": Self.left, "laneRight": Self.right,
      "label": "\(windows.count) blind windows of \(lanes.count) controls",
      "lanes": lanes.enumerated().map { place, lane in
        let y = 10 + Double(place) * Self.laneHeight
        return [
          "lineY": y + Self.laneHeight / 2, "textY": y + 17,
          "name": lane.key.count > 42 ? String(lane.key.prefix(41)) + "…" : lane.key, "full": lane.key,
          "bands": lane.value.map { window in
            let (start, end) = (x(window.start), x(window.end))
            return [
              "x": start, "y": y + 3, "width": HistogramChart.rounded(max(3, end - start)),
              "height": Self.laneHeight - 6,
              "title": window.sentence,
            ] as PageValues
          },
        ] as PageValues
      },
      "ticks": (0...4).map { number -> PageValues in
        let (start, end) = (period.lowerBound.nanoseconds, period.upperBound.nanoseconds)
        let time = Timestamp(nanoseconds: start + (end - start) / 4 * Int64(number))
        return [
          "x": x(time), "y": bottom + 13, "anchor": number == 0 ? "start" : number == 4 ? "end" : "middle",
          "label": String(TimeText.minute(time).prefix(10)),
        ]
      },
    ]
  }

  private func x(_ time: Timestamp) -> Double {
    let (start, end) = (range.period.lowerBound.nanoseconds, range.period.upperBound.nanoseconds)
    let share = Double(time.nanoseconds - start) / Double(max(1, end - start))
    return HistogramChart.rounded(Self.left + min(1, max(0, share)) * (Self.right - Self.left))
  }
}

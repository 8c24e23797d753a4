import Events
import Rules
import Storage

/// What templates show of an exception.
enum ExceptionValues {
  /// The values.
  static func of(_ item: ExceptionItem, hits: ExpectedHits?, now: Timestamp) -> PageValues {
    var values: PageValues = [
      "name": item.name, "id": item.id, "isActive": item.isActive(at: now), "condition": condition(item),
      "rules": (item.ruleIDs ?? []).map { ["name": $0] as PageValues },
      "isForAll": item.ruleIDs == nil && item.listID == nil,
      "hasWindows": !item.windows.isEmpty, "isOpenNow": !item.windows.isEmpty && item.covers(now),
      "isOwn": item.source.path.hasPrefix("store"), "source": item.source.path,
      "hitCount": hits.map { TimeText.count($0.count) } ?? "0",
    ]
    if let list = item.listID { values["list"] = list }
    if let owner = item.owner { values["owner"] = owner }
    if let reason = item.reason ?? item.description { values["reason"] = reason }
    if let hits { values["lastHit"] = AlertRowValues.time(hits.last, now) }
    if let expires = item.expires {
      let days = (expires.nanoseconds - now.nanoseconds) / 86_400_000_000_000
      values["expires"] =
        [
          "utc": TimeText.utc(expires), "ago": TimeText.ago(expires, now: now),
          "isSoon": days < 14 && expires > now,
        ] as PageValues
    }
    let next = item.windows.flatMap { $0.nextOccurrences(after: now, count: 1) }.min { $0.start < $1.start }
    if let next { values["next"] = "\(TimeText.minute(next.start)) – \(TimeText.minute(next.end)) UTC" }
    return values
  }

  private static func condition(_ item: ExceptionItem) -> String {
    switch item.condition {
    case .kql(let text): text
    case .entries(let entries): entries.map(entry).joined(separator: " and ")
    }
  }

  private static func entry(_ entry: ExceptionEntry) -> String {
    let not = entry.isIncluded ? "" : "not "
    switch entry.kind {
    case .match(let value): return "\(not)\(entry.field) is \(value)"
    case .matchAny(let values): return "\(not)\(entry.field) is one of \(values.joined(separator: ", "))"
    case .exists: return "\(not)\(entry.field) exists"
    case .wildcard(let pattern): return "\(not)\(entry.field) matches \(pattern)"
    case .list(let id, _): return "\(not)\(entry.field) is in the list \(id)"
    case .nested(let entries):
      return "\(not)\(entry.field) has (\(entries.map(Self.entry).joined(separator: " and ")))"
    }
  }
}

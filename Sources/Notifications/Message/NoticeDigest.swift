public import Events
import OrderedCollections

/// Alerts that were too many to be told one by one.
public struct NoticeDigest: Sendable, Hashable {
  /// How many there were, exactly.
  public private(set) var count = 0
  /// How many of each severity.
  public private(set) var severities: [String: Int] = [:]
  /// How many of each rule, by name.
  public private(set) var rules: [String: Int] = [:]
  /// The first and the last time of them.
  public private(set) var period: ClosedRange<Timestamp>?

  /// Further rules are counted together.
  private static let maximumRules = 1000

  /// No alerts.
  public init() {}

  /// Adds an alert that was raised at a time.
  mutating func add(severity: String, rule: String, at time: Timestamp) {
    count += 1
    severities[severity, default: 0] += 1
    let isKnown = rules[rule] != nil || rules.count < Self.maximumRules
    rules[isKnown ? rule : "other rules", default: 0] += 1
    period = period.map { min($0.lowerBound, time)...max($0.upperBound, time) } ?? time...time
  }

  /// The rules with the most alerts.
  func topRules(_ limit: Int) -> [(name: String, count: Int)] {
    rules.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit).map { ($0.key, $0.value) }
  }
}

extension NoticeDigest {
  /// The digest as it waits in the queue, and as webhooks get it.
  var json: JSON {
    func counts(_ table: [String: Int]) -> JSON {
      .object(
        JSONObject(
          uniqueKeysWithValues: table.sorted { $0.key < $1.key }.map {
            ($0.key, .number(JSONNumber($0.value)))
          }))
    }
    return [
      "count": .number(JSONNumber(count)), "severities": counts(severities), "rules": counts(rules),
      "from": period.map { .string($0.lowerBound.description) } ?? .null,
      "to": period.map { .string($0.upperBound.description) } ?? .null,
    ]
  }

  /// Reads what `json` gives.
  init?(_ json: JSON) {
    guard let count = json["count"]?.integer else { return nil }
    self.count = count
    severities = Self.counts(json["severities"])
    rules = Self.counts(json["rules"])
    if let from = json["from"]?.string.flatMap({ Timestamp($0) }),
      let to = json["to"]?.string.flatMap({ Timestamp($0) }), from <= to
    {
      period = from...to
    }
  }

  private static func counts(_ json: JSON?) -> [String: Int] {
    var table: [String: Int] = [:]
    for (key, value) in json?.object ?? [:] { table[key] = value.integer ?? 0 }
    return table
  }
}

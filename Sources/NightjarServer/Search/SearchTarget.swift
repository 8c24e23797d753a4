import Events
import Query

/// What an index expression names: alerts, or events of some indices.
struct SearchTarget: Sendable, Hashable {
  /// Whether alerts are meant.
  let isAlerts: Bool
  /// The patterns; empty for all events.
  let patterns: [String]

  private static let alertNames = [IndexName.alerts, ".alerts-security.alerts", ".siem-signals-default"]
  /// Names under which records of CloudTrail are asked for, whichever program shipped them.
  private static let recordNames = ["logs-aws.cloudtrail-default", "filebeat-nightjar"]

  /// Reads an index expression: names and patterns, separated by commas.
  ///
  /// - Throws: `APIFailure` when it names alerts and events together.
  init(_ text: String?) throws(APIFailure) {
    let all = (text ?? "*").split(separator: ",").map { String($0) }.filter { !$0.isEmpty }
    let alerts = all.filter { pattern in
      pattern.hasPrefix(".") && Self.alertNames.contains { Wildcard(pattern).matches($0, ignoresCase: false) }
    }
    let others = all.filter { !alerts.contains($0) }
    guard alerts.isEmpty || others.isEmpty else {
      throw .bad("alerts and events cannot be searched together: [\(all.joined(separator: ","))]")
    }
    isAlerts = !alerts.isEmpty
    patterns = others == ["*"] || others == ["_all"] ? [] : others
  }

  /// The condition that the index of an event fits.
  ///
  /// Records of CloudTrail fit every pattern that the data streams of Elastic's integration or of Filebeat would fit, as
  /// they do for rules; events that came without an index fit every pattern.
  var condition: Expression {
    guard !isAlerts, !patterns.isEmpty else { return .all }
    var condition = Expression.none
    for pattern in patterns {
      if pattern.hasPrefix("-") {
        condition = .conjunction([condition, .not(Self.fits(String(pattern.dropFirst())))])
      } else {
        condition = .disjunction([condition, Self.fits(pattern)])
      }
    }
    return condition
  }

  private static func fits(_ pattern: String) -> Expression {
    let wildcard = Wildcard(pattern)
    var parts: [Expression] = [
      .test(field: "_index", .wildcard(wildcard, ignoresCase: false)),
      .test(field: "_index", .term("", ignoresCase: false)),
    ]
    if recordNames.contains(where: { wildcard.matches($0, ignoresCase: false) }) {
      parts.append(.test(field: "_index", .term(recordNames[0], ignoresCase: false)))
    }
    return .disjunction(parts)
  }
}

public import Events
public import OrderedCollections

/// A detection rule.
///
/// The members of a rule are those of Kibana's API (https://www.elastic.co/docs/api/doc/kibana, "Security detections").
/// `fields` holds all of them as they were given, so that exporting a rule loses nothing; the properties are a checked
/// view of those that the engine uses.
public struct Rule: Sendable, Hashable, Identifiable {
  /// The rule in the form of the API, as it was given, without defaults.
  public let fields: JSONObject
  /// The `[metadata]` of a TOML file; empty for other formats.
  public let metadata: JSONObject
  /// The `[transform]` of a TOML file: queries that the guide refers to by number.
  public let transform: JSONObject
  /// The `[investigation]` of a TOML file: the steps of the guide that the engine can carry out.
  public let investigation: JSONObject
  /// Where the rule was read from.
  public let source: RuleSource

  /// The identifier that stays the same from version to version.
  public let ruleID: String
  /// The name that people read.
  public let name: String
  /// The kind of rule.
  public let type: RuleType
  /// The language of the query.
  public let language: QueryLanguage?
  /// The query; nil for kinds that have none.
  public let query: String?
  /// The query over indicators of an indicator match rule.
  public let threatQuery: String?
  /// The severity of alerts without an override.
  public let severity: Severity
  /// The risk score of alerts without an override, 0 to 100.
  public let riskScore: Int
  /// Severities by value of a field.
  public let severityMapping: [SeverityMapping]
  /// Risk scores from fields.
  public let riskScoreMapping: [RiskScoreMapping]
  /// The field whose value names alerts.
  public let ruleNameOverride: String?
  /// The index patterns; nil when the rule names none.
  public let index: [String]?
  /// Kibana's filters, which hold beside the query.
  public let filters: [JSON]
  /// The ATT&CK mapping.
  public let threat: [Threat]
  /// `default` when the alerts are building blocks of other alerts, hidden by default.
  public let buildingBlockType: String?
  /// The labels of the rule.
  public let tags: [String]
  /// Whether the rule says that it is enabled.
  public let isEnabled: Bool

  /// The same as `ruleID`.
  public var id: String { ruleID }

  /// Whether two rules are the same rule, wherever they were read.
  public static func == (left: Rule, right: Rule) -> Bool {
    JSON.object(left.fields).isEqualIgnoringOrder(.object(right.fields))
      && JSON.object(left.metadata).isEqualIgnoringOrder(.object(right.metadata))
      && JSON.object(left.transform).isEqualIgnoringOrder(.object(right.transform))
      && JSON.object(left.investigation).isEqualIgnoringOrder(.object(right.investigation))
  }

  /// Hashes the identifier.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ruleID)
  }
}

extension JSON {
  /// Whether two values are equal when the order of keys does not count.
  public func isEqualIgnoringOrder(_ other: JSON) -> Bool {
    switch (self, other) {
    case (.object(let left), .object(let right)):
      left.count == right.count
        && left.allSatisfy { key, value in right[key].map { value.isEqualIgnoringOrder($0) } ?? false }
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isEqualIgnoringOrder($1) }
    default: self == other
    }
  }
}

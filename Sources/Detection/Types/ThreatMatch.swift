import Events
import OrderedCollections
import Query
import Rules

/// The indicators of one indicator match rule, found by their values.
struct ThreatMatch: Sendable {
  private struct Group: Sendable {
    let entries: [ThreatMapping]
    /// For each value of the first entry that is not negated the indicators that have it.
    let byValue: [String: [Int]]
    /// The values that are networks, in the order of their texts, with the indicators that have them.
    let networks: [(network: IPNetwork, indicators: [Int])]
  }

  private let indicators: [Indicators.Indicator]
  /// For each indicator its `@timestamp`; nil when it has none that can be read.
  private let times: [Timestamp?]
  private let lookBack: ThreatLookBack?
  private let groups: [Group]
  private let path: String
  private let types: FieldTypes

  /// The indicators that fit the rule's threat query and indices.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - indicators: The indicators, in the order in which alerts show them.
  ///   - lookBack: How old an indicator may be; nil for any age.
  ///   - types: The types of fields.
  init(_ rule: Rule, indicators: [Indicators.Indicator], lookBack: ThreatLookBack?, types: FieldTypes) {
    self.indicators = indicators
    self.lookBack = lookBack
    times = indicators.map { $0.document["@timestamp"]?.string.flatMap { Timestamp($0) } }
    self.types = types
    path = rule.threatIndicatorPath
    groups = rule.threatMapping.compactMap { entries in
      guard let first = entries.first(where: { !$0.isNegated }) else { return nil }
      var byValue: [String: [Int]] = [:]
      for (number, indicator) in indicators.enumerated() {
        for value in FieldLookup.texts(indicator.document, first.value, types) {
          byValue[Self.normal(value, types.type(of: first.field)), default: []].append(number)
        }
      }
      let networks = byValue.sorted { $0.key < $1.key }.compactMap { text, numbers in
        text.contains("/") ? IPNetwork(text).map { (network: $0, indicators: numbers) } : nil
      }
      return Group(entries: [first] + entries.filter { $0 != first }, byValue: byValue, networks: networks)
    }
  }

  /// Whether there are no indicators.
  var isEmpty: Bool { indicators.isEmpty }

  /// Addresses are compared as addresses.
  private static func normal(_ text: String, _ type: FieldType) -> String {
    type == .ip ? IPAddress(text)?.description ?? text : text
  }

  /// What an event must have so that an indicator could match it.
  var condition: Expression {
    .disjunction(
      groups.map { group in
        let field = group.entries[0].field
        let values = Set(group.byValue.keys)
        guard types.type(of: field) == .ip else {
          return values.isEmpty ? .none : .test(field: field, .terms(values, ignoresCase: false))
        }
        let networks = values.compactMap { IPNetwork($0) }
        return networks.isEmpty ? .none : .test(field: field, .ipSet(IPSet(networks)))
      })
  }

  /// Whether an indicator of any age has one of the values of an event.
  ///
  /// - Parameter values: For each mapping the values of its first field that is not negated.
  /// - Returns: false when no indicator can match.
  func hasCandidates(_ values: [[String]]) -> Bool {
    zip(groups, values).contains { group, texts in
      let type = types.type(of: group.entries[0].field)
      return texts.contains { !candidates(group, $0, type).isEmpty }
    }
  }

  /// The enrichments of an event: one for each indicator and field that match; empty when none does.
  ///
  /// - Parameters:
  ///   - document: The event.
  ///   - time: When it happened, from which the age of indicators is counted; nil when it does not say.
  /// - Returns: The enrichments.
  func enrichments(_ document: JSONObject, at time: Timestamp?) -> [JSON] {
    var found: [JSON] = []
    for group in groups {
      let first = group.entries[0]
      let type = types.type(of: first.field)
      for text in FieldLookup.texts(document, first.field, types) {
        for number in candidates(group, text, type)
        where isRecent(number, at: time) && fits(group.entries.dropFirst(), document, number) {
          found.append(enrichment(number, first, text))
          if found.count >= Self.maximumEnrichments { return found }
        }
      }
    }
    return found
  }

  /// An alert shows this many indicators.
  private static let maximumEnrichments = 200

  private func candidates(_ group: Group, _ text: String, _ type: FieldType) -> [Int] {
    let exact = group.byValue[Self.normal(text, type)] ?? []
    guard type == .ip, let address = IPAddress(text) else { return exact }
    return exact + group.networks.filter { $0.network.contains(address) }.flatMap(\.indicators)
  }

  private func isRecent(_ number: Int, at time: Timestamp?) -> Bool {
    guard let lookBack else { return true }
    guard let seen = times[number] else { return false }
    return time.map { lookBack.includes(seen, at: $0) } ?? true
  }

  private func fits(_ entries: ArraySlice<ThreatMapping>, _ document: JSONObject, _ number: Int) -> Bool {
    entries.allSatisfy { entry in
      let values = FieldLookup.texts(indicators[number].document, entry.value, types)
      // With several conditions an indicator must have exactly one value in each field.
      guard values.count == 1 else { return false }
      let isThere = FieldLookup.texts(document, entry.field, types).contains(values[0])
      return isThere != entry.isNegated
    }
  }

  private func enrichment(_ number: Int, _ entry: ThreatMapping, _ text: String) -> JSON {
    let indicator = indicators[number]
    return [
      "indicator": indicator.document[path: path] ?? .object(indicator.document),
      "matched": [
        "atomic": .string(text), "field": .string(entry.field), "id": .string(indicator.id),
        "index": .string(indicator.index), "type": "indicator_match_rule",
      ],
    ]
  }
}

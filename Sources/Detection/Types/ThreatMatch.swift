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
  }

  private let indicators: [Indicators.Indicator]
  private let groups: [Group]
  private let path: String
  private let types: FieldTypes

  /// The indicators that fit the rule's threat query and indices.
  init(_ rule: Rule, indicators: [Indicators.Indicator], types: FieldTypes) {
    self.indicators = indicators
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
      return Group(entries: [first] + entries.filter { $0 != first }, byValue: byValue)
    }
  }

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

  /// The enrichments of an event: one for each indicator and field that match; empty when none does.
  func enrichments(_ document: JSONObject) -> [JSON] {
    var found: [JSON] = []
    for group in groups {
      let first = group.entries[0]
      let type = types.type(of: first.field)
      for text in FieldLookup.texts(document, first.field, types) {
        for number in candidates(group, text, type) where fits(group.entries.dropFirst(), document, number) {
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
    let ranges = group.byValue.filter { $0.key.contains("/") && IPNetwork($0.key)?.contains(address) == true }
    return exact + ranges.flatMap(\.value)
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

import Events
import OrderedCollections

/// The exceptions and value lists that were loaded.
public struct ExceptionSet: Sendable {
  /// The list that the engine leaves to the endpoint's own protection.
  private static let endpointList = "endpoint_list"

  /// Kibana's lists.
  public internal(set) var lists: [ExceptionList]
  /// All exceptions, in the order of their files.
  public internal(set) var items: [ExceptionItem]
  /// The value lists by identifier.
  public internal(set) var valueLists: [String: ValueList]

  /// A set.
  public init(
    lists: [ExceptionList] = [], items: [ExceptionItem] = [], valueLists: [String: ValueList] = [:]
  ) {
    self.lists = lists
    self.items = items
    self.valueLists = valueLists
  }

  /// The exceptions of a rule: those of the lists it refers to, and ours that name it or no rule. Whether they have
  /// expired is not asked.
  public func items(for rule: Rule) -> [ExceptionItem] {
    let lists = Self.listIDs(of: rule)
    return items.filter { item in
      guard let list = item.listID else {
        return item.ruleIDs.map { $0.contains(rule.ruleID) || $0.contains(rule.name) } ?? true
      }
      return lists.contains(list)
    }
  }

  /// The exceptions of both; those of this set come first, and its value lists hold where both have one.
  public func merged(with other: ExceptionSet) -> ExceptionSet {
    ExceptionSet(
      lists: lists + other.lists.filter { !lists.contains($0) }, items: items + other.items,
      valueLists: valueLists.merging(other.valueLists) { own, _ in own })
  }

  /// What does not fit together: rules that refer to lists that are not there, and exceptions that name rules that are
  /// not there.
  public func problems(with rules: [Rule]) -> [RuleError] {
    missingLists(of: rules) + missingRules(among: rules)
  }

  private static func listIDs(of rule: Rule) -> [String] {
    let references = rule.fields["exceptions_list"]?.array ?? []
    return references.compactMap { $0["list_id"]?.string }.filter { $0 != endpointList }
  }

  private func missingLists(of rules: [Rule]) -> [RuleError] {
    let known = Set(lists.map(\.id)).union(items.compactMap(\.listID))
    return rules.flatMap { rule in
      Self.listIDs(of: rule).filter { !known.contains($0) }.map { list in
        RuleError(
          path: rule.source.path, line: rule.source.line, field: "exceptions_list",
          message: "the exception list \(list) is not loaded; export the rule with its exceptions")
      }
    }
  }

  private func missingRules(among rules: [Rule]) -> [RuleError] {
    let known = Set(rules.map(\.ruleID)).union(rules.map(\.name))
    return items.flatMap { item in
      (item.ruleIDs ?? []).filter { !known.contains($0) }.map { rule in
        RuleError(
          path: item.source.path, line: item.source.line, field: "rules",
          message: "the exception \"\(item.name)\" is for the rule \"\(rule)\", which is not loaded")
      }
    }
  }
}

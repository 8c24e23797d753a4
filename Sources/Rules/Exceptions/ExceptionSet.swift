/// All exceptions that were read.
public struct ExceptionSet: Sendable, Hashable {
  /// The items.
  public private(set) var items: [ExceptionItem] = []
  /// The value lists by their identifiers.
  public private(set) var valueLists: [String: ValueList] = [:]

  /// No exceptions.
  public init() {}

  /// Adds an item.
  public mutating func add(_ item: ExceptionItem) { items.append(item) }

  /// Adds a value list; one with the same identifier goes.
  public mutating func add(_ list: ValueList) { valueLists[list.id] = list }

  /// The list of exceptions that Elastic's endpoint agent applies by itself.
  private static let endpointList = "endpoint_list"

  /// The items that belong to a rule: those of the lists it names, and ours that name the rule or none.
  public func items(for rule: Rule) -> [ExceptionItem] {
    let lists = Set(rule.exceptionLists).subtracting([Self.endpointList])
    return items.filter { item in
      if let list = item.listID { return lists.contains(list) }
      return item.rules.isEmpty || item.rules.contains { $0 == rule.ruleID || $0 == rule.name }
    }
  }
}

import Events
import Query
import Storage

/// What the address of the list of alerts asks for.
struct AlertListQuery: Sendable {
  /// The pages have so many alerts.
  static let sizes = [25, 50, 100, 250]

  private let parameters: FormBody
  /// The query in KQL.
  let text: String
  let range: TimeRange
  let view: AlertView
  /// Chosen values of the controls, by what they choose.
  let chosen: [AlertGrouping: [String]]
  let showsBuildingBlocks: Bool
  let sort: AlertColumn
  let isDescending: Bool
  let page: Int
  let size: Int
  let columns: [AlertColumn]
  let groups: [AlertGrouping]

  /// The query of parameters; what they do not say is usual.
  init(_ parameters: FormBody, now: Timestamp) {
    self.parameters = parameters
    text = parameters["q"] ?? ""
    range = TimeRange(parameters, usual: "now-24h", now: now)
    view = parameters["view"].flatMap(AlertView.init) ?? .open
    var chosen: [AlertGrouping: [String]] = [:]
    for grouping in AlertGrouping.allCases {
      let values = parameters.values(grouping.rawValue).filter { !$0.isEmpty }
      if !values.isEmpty { chosen[grouping] = Array(values.prefix(20)) }
    }
    self.chosen = chosen
    showsBuildingBlocks = parameters["blocks"] == "1"
    sort = parameters["sort"].flatMap(AlertColumn.init).flatMap { $0.sort == nil ? nil : $0 } ?? .time
    isDescending = parameters["dir"] != "up"
    page = min(max(1, parameters["page"].flatMap(Int.init) ?? 1), 100_000)
    size = parameters["size"].flatMap(Int.init).flatMap { Self.sizes.contains($0) ? $0 : nil } ?? 50
    let columns = parameters.values("col").compactMap(AlertColumn.init)
    self.columns = columns.isEmpty ? AlertColumn.usual : AlertColumn.allCases.filter { columns.contains($0) }
    var groups: [AlertGrouping] = []
    for group in parameters.values("group").compactMap(AlertGrouping.init) where !groups.contains(group) {
      groups.append(group)
    }
    self.groups = Array(groups.prefix(3))
  }

  /// The whole condition in KQL: what was typed, and what the controls choose.
  var kql: String {
    AlertGrouping.allCases.reduce(text) { text, grouping in
      guard let values = chosen[grouping] else { return text }
      let parts = values.map { KQLText.has(grouping.field, $0) }
      return KQLText.both(text, parts.joined(separator: " or "))
    }
  }

  /// The search of the page, or what is wrong with the query.
  func search(types: FieldTypes, now: Timestamp) -> Result<AlertSearch, QueryText.Problem> {
    QueryText.kql(kql, types: types, now: now).map { condition in
      var search = AlertSearch(
        condition: condition, includesBuildingBlocks: showsBuildingBlocks, created: range.period,
        sort: sort.sort ?? .created, isDescending: isDescending, offset: (page - 1) * size, limit: size,
        types: types)
      view.limit(&search)
      return search
    }
  }

  /// The address of the list with other parameters; nil removes one.
  func address(_ changes: [(String, String?)]) -> String {
    let changed = Set(changes.map(\.0))
    let kept =
      parameters.names.isEmpty
      ? [] : allPairs.filter { !changed.contains($0.0) && !Self.passing.contains($0.0) }
    return PageAddress.path("/alerts", kept + changes)
  }

  private static let passing: Set<String> = ["page", "done", "n"]

  private var allPairs: [(String, String?)] {
    var seen: Set<String> = []
    return parameters.names.filter { seen.insert($0).inserted }.flatMap { name in
      parameters.values(name).map { (name, Optional($0)) }
    }
  }

  /// The parameters as hidden fields of a form, without some.
  func fields(without names: Set<String>) -> [PageValues] {
    allPairs.filter { !names.contains($0.0) && !Self.passing.contains($0.0) && !($0.1 ?? "").isEmpty }.map {
      ["name": $0.0, "value": $0.1 ?? ""]
    }
  }
}

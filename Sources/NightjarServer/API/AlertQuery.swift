import Events
import Query
import Storage

/// The parameters with which lists of alerts are asked for.
struct AlertQuery {
  /// The search that they mean.
  let search: AlertSearch

  /// Reads the parameters `query` (KQL), `status`, `severity`, `from`, `to`, `sort`, `order`, `building_blocks` and
  /// `expected`.
  ///
  /// - Throws: `APIFailure` when one is wrong.
  init(_ parameters: FormBody, types: FieldTypes, now: Timestamp) throws(APIFailure) {
    var search = AlertSearch(types: types)
    var condition = try Self.condition(parameters["query"] ?? "", types: types, now: now)
    if let text = parameters["severity"] {
      let names = text.split(separator: ",").map(String.init)
      guard names.allSatisfy({ AlertSeverity(name: $0) != nil }) else {
        throw .bad("severity: expected low, medium, high or critical")
      }
      condition = .conjunction([condition, .test(field: "kibana.alert.severity", .terms(Set(names), ignoresCase: false))])
    }
    search.condition = condition
    if let text = parameters["status"] {
      let statuses = text.split(separator: ",").map { AlertStatus(name: String($0)) }
      guard !statuses.contains(nil) else { throw .bad("status: expected open, acknowledged or closed") }
      search.statuses = Set(statuses.compactMap(\.self))
    }
    search.created = try Self.period(parameters, now: now)
    if let text = parameters["sort"] {
      guard let sort = AlertSearch.Sort(rawValue: text) else {
        throw .bad("sort: expected one of \(AlertSearch.Sort.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      search.sort = sort
    }
    search.isDescending = parameters["order"] != "asc"
    search.includesBuildingBlocks = parameters["building_blocks"] == "true"
    search.includesExpected = parameters["expected"] != "false"
    self.search = search
  }

  /// The meaning of KQL.
  ///
  /// - Throws: `APIFailure` with the place of what is wrong.
  static func condition(_ query: String, types: FieldTypes, now: Timestamp) throws(APIFailure) -> Expression {
    do {
      return try KQLCompiler(types: types, now: now).compile(try KQLParser.parse(query))
    } catch {
      throw .bad("query: \(error)", type: "parsing_exception")
    }
  }

  /// The period between `from` and `to`, dates or date maths; nil when neither is there.
  ///
  /// - Throws: `APIFailure` when one is no time.
  static func period(_ parameters: FormBody, now: Timestamp) throws(APIFailure) -> ClosedRange<Timestamp>? {
    func time(_ name: String, _ rounding: DateMath.Rounding) throws(APIFailure) -> Timestamp? {
      guard let text = parameters[name], !text.isEmpty else { return nil }
      guard let time = DateMath(text)?.resolve(now: now, rounding: rounding) else {
        throw .bad("\(name): expected a date or date maths such as now-24h")
      }
      return time
    }
    let (from, to) = (try time("from", .down), try time("to", .up))
    guard from != nil || to != nil else { return nil }
    let (first, last) = (from ?? Timestamp(nanoseconds: .min), to ?? Timestamp(nanoseconds: .max))
    guard first <= last else { throw .bad("from must not lie behind to") }
    return first...last
  }

  static func number(
    _ parameters: FormBody, _ name: String, _ standard: Int, _ range: ClosedRange<Int>
  ) throws(APIFailure) -> Int {
    guard let text = parameters[name] else { return standard }
    guard let number = Int(text), range.contains(number) else {
      throw .bad("\(name): must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}

public import Events

/// Tests of fields with values that come from no query language, read by the type of each field as Elasticsearch's
/// queries read them.
public struct ValueQuery: Sendable {
  private let types: FieldTypes
  private let now: Timestamp
  /// More ranges than this are searched by halving.
  private static let maximumAlternatives = 8

  /// Tests by a table of types.
  ///
  /// - Parameters:
  ///   - types: The types of fields.
  ///   - now: The time that date maths refers to.
  public init(types: FieldTypes = .standard, now: Timestamp) {
    self.types = types
    self.now = now
  }

  /// The field has this value: a term, or a phrase of an analysed text.
  ///
  /// - Throws: `KQLCompileError` when the value does not fit the type of the field.
  public func match(_ field: String, _ value: String) throws(KQLCompileError) -> Expression {
    try KQLLeaf(field: field, type: types.type(of: field), now: now).expression(.value(.quoted(value)))
  }

  /// The field has one of these values.
  ///
  /// - Throws: `KQLCompileError` when a value does not fit the type of the field.
  public func match(_ field: String, anyOf values: [String]) throws(KQLCompileError) -> Expression {
    if values.count > 1, isTerm(field) {
      return .test(field: field, .terms(Set(values), ignoresCase: false))
    }
    var parts: [Expression] = []
    for value in values { parts.append(try match(field, value)) }
    return .disjunction(parts)
  }

  /// The field fits a pattern with `*` and `?`, in the case that is written. A pattern on an analysed text is asked of
  /// its tokens.
  ///
  /// - Throws: `KQLCompileError` when the type of the field has no patterns.
  public func wildcard(_ field: String, _ pattern: String) throws(KQLCompileError) -> Expression {
    let type = types.type(of: field)
    if type.isText { return .test(field: field, .tokenPattern(Wildcard(pattern))) }
    guard isTerm(field) else {
      throw KQLCompileError(field: field, type: type, value: pattern, expected: "no pattern")
    }
    return .test(field: field, .wildcard(Wildcard(pattern), ignoresCase: false))
  }

  /// The field has an address in one of these ranges, whatever its type.
  public func addresses(_ field: String, in ranges: [ClosedRange<IPAddress>]) -> Expression {
    Self.search(field, Self.merged(ranges)[...])
  }

  /// Whether values of the field are compared as they are written.
  private func isTerm(_ field: String) -> Bool {
    switch types.type(of: field) {
    case .keyword, .constantKeyword, .wildcard, .flattened, .version, .nested, .object: true
    case .text, .matchOnlyText, .ip, .long, .double, .boolean, .date, .geoPoint: false
    }
  }

  // MARK: Addresses

  /// The ranges in order, without overlaps.
  private static func merged(_ ranges: [ClosedRange<IPAddress>]) -> [ClosedRange<IPAddress>] {
    var result: [ClosedRange<IPAddress>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard let last = result.last, range.lowerBound <= last.upperBound else {
        result.append(range)
        continue
      }
      result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
    }
    return result
  }

  /// A search by halving: each half is only looked at when an address lies between its ends.
  private static func search(_ field: String, _ ranges: ArraySlice<ClosedRange<IPAddress>>) -> Expression {
    func test(_ low: IPAddress, _ high: IPAddress) -> Expression {
      .test(field: field, .ip(.closed(low, high)))
    }
    guard ranges.count > maximumAlternatives, let first = ranges.first, let last = ranges.last else {
      return .disjunction(ranges.map { test($0.lowerBound, $0.upperBound) })
    }
    let middle = ranges.startIndex + ranges.count / 2
    let halves = Expression.disjunction([search(field, ranges[..<middle]), search(field, ranges[middle...])])
    return .conjunction([test(first.lowerBound, last.upperBound), halves])
  }
}
